"""Pages that are documents, and what the open data come with: licence and downloads."""

from locator.publish.documents.downloads import (
    DOWNLOADS,
    DownloadFolder,
    make_download,
    render_downloads,
)
from locator.publish.documents.licence import Licence, licence_of, render_licence
from locator.publish.documents.page import render_document

__all__ = [
    "DOWNLOADS",
    "DownloadFolder",
    "Licence",
    "licence_of",
    "make_download",
    "render_document",
    "render_downloads",
    "render_licence",
]
