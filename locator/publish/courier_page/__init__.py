"""The courier's page: its HTML, what its scripts know, served or as a file."""

from locator.publish.courier_page.data import script_data, summarize
from locator.publish.courier_page.frame import FooterLink, Inline, PageFrame
from locator.publish.courier_page.page import content_policy, render_page

__all__ = [
    "FooterLink",
    "Inline",
    "PageFrame",
    "content_policy",
    "render_page",
    "script_data",
    "summarize",
]
