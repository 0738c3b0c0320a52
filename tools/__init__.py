"""Tools for the project's keepers; not shipped in the wheel."""
