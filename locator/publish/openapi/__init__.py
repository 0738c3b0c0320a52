"""The OpenAPI document: each endpoint's part in one place, by topic."""
