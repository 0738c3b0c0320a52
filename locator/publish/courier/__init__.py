"""The courier's page: its HTML, its words, what its scripts know, links to map applications."""
