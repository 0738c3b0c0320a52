"""Flask: parse a request, call the floors below, encode the answer. No arithmetic."""

from locator.web.app import create_app

__all__ = ["create_app"]
