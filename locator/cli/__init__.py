"""The `locator` command."""

from locator.cli.main import main

__all__ = ["main"]
