"""OGC API - Features 1.0: its documents, features and pages; nothing here knows HTTP's server."""
