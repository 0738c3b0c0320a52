"""Pages of other origins that frame ours, in the tests' own hands."""

from __future__ import annotations

from contextlib import contextmanager

from flask import Flask
from markupsafe import Markup

from tests.browser.conftest import serving

_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>host</title>
<link rel="icon" href="data:,"></head>
<body style="margin:0"><h1>host</h1>{}<script>
window.heard = [];
window.addEventListener("message", (event) => window.heard.push(event.data));
</script></body></html>"""


class Host:
    """A site of another origin: `put` gives it a page with some markup, and returns its address."""

    def __init__(self, url):
        self.url = url.replace("127.0.0.1", "plain.test")
        self.origin = self.url
        self.pages = {}

    def put(self, markup):
        name = f"p{len(self.pages)}"
        self.pages[name] = _PAGE.format(markup)
        return f"{self.url}/{name}"


@contextmanager
def hosting():
    """Serve a host."""
    app = Flask("host")
    with serving(app) as url:
        host = Host(url)
        app.add_url_rule("/<name>", "page", lambda name: Markup(host.pages[name]))
        yield host


def frame_of(page, address):
    """The frame that shows an address."""
    return next(frame for frame in page.frames if frame.url.startswith(address))
