"""The page around a Folium map: complete, deterministic, and closed to outside hosts."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from typing import TYPE_CHECKING

import folium
from branca.element import CssLink, Element, Figure, JavascriptLink
from markupsafe import Markup

from locator.errors import LocatorError
from locator.language import Language, html_tag
from locator.paths import static_folder
from locator.publish.page import asset_version, environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


# Written in template literals, or dependent on jQuery and icon fonts that the page hasn't.
_REFUSED = (folium.Popup, folium.Tooltip, folium.Icon)
_CSS_PICTURE = re.compile(r"url\((images/[\w.-]+\.png)\)")
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


class MapPage(Figure):  # type: ignore[misc]
    """The page around a map: complete, deterministic, and closed to outside hosts.

    Parameters
    ----------
    title
        Plain text.
    lang
        The page's language.
    static_url
        Where `static/` is served, such as `/static/`; None writes everything into the page, which
        then forbids itself any request.
    height
        Of the frame in a notebook.
    picture_hosts
        Scheme and host of servers that pictures may come from: those of tiles.
    """

    def __init__(
        self,
        title: str,
        lang: Language,
        static_url: str | None = None,
        height: str = "460px",
        picture_hosts: tuple[str, ...] = (),
    ) -> None:
        super().__init__(height=height, title=title)
        self.lang = lang
        self.static_url = static_url
        self.picture_hosts = picture_hosts
        self._numbered = 0
        self._hashes: list[str] = []

    def render(self, **kwargs: object) -> str:
        """Return the page's HTML: the same for maps built in the same way.

        Raises
        ------
        LocatorError
            If an element needs a file from elsewhere, or is one that names could break out of.
        """
        self._prepare()
        for child in self._children.values():
            child.render(**kwargs)
        page = environment().get_template("map.page.html")
        head = Markup("\n".join(self._head(kwargs)))  # noqa: S704  # made of finished parts
        script = Markup(self._script(kwargs))  # noqa: S704
        return page.render(
            lang=html_tag(self.lang),
            title=self.title,
            # A style sheet within a page can't be told from another by a map's own elements.
            policy="" if self.static_url else self._policy("", "'unsafe-inline'"),
            head=head,
            body=Markup(self.html.render(**kwargs)),  # noqa: S704
            script=script,
        )

    def content_policy(self) -> str:
        """Return the Content-Security-Policy to serve the page with, once it has been rendered.

        Scripts and styles come from the page's own host; the one script within the page is named
        by its hash.
        """
        policy = self._policy("'self'", "'self'")
        return f"{policy}; connect-src 'self'; form-action 'self'; frame-ancestors 'none'"

    def _policy(self, scripts: str, styles: str) -> str:
        allowed = " ".join(filter(None, (scripts, *(f"'sha256-{h}'" for h in self._hashes))))
        pictures = " ".join(("'self' data:" if self.static_url else "data:", *self.picture_hosts))
        return (
            f"default-src 'none'; script-src {allowed}; style-src {styles}; "
            f"img-src {pictures}; base-uri 'none'"
        )

    def _script(self, kwargs: dict[str, object]) -> str:
        """Return the element of the script that makes the map.

        Served scripts are deferred, and so is this one, which they can't be asked to wait for.
        """
        text = self.script.render(**kwargs)
        if self.static_url is not None:
            text = f'document.addEventListener("DOMContentLoaded", function () {{\n{text}\n}});'
        return self._hashed(text)

    def _hashed(self, text: str) -> str:
        """Return a script element, and note the hash by which a policy allows it."""
        text = text.replace("\r\n", "\n").replace("\r", "\n")  # what a browser makes of them
        digest = hashlib.sha256(f"\n{text}\n".encode()).digest()
        self._hashes.append(base64.b64encode(digest).decode("ascii"))
        return f"<script>\n{text}\n</script>"

    def _prepare(self) -> None:
        """Forget an earlier rendering, and number the elements: branca's ids are random."""
        self._hashes.clear()
        for section in (self.header, self.html, self.script):
            section._children.clear()  # noqa: SLF001
        for element in _tree(self):
            if isinstance(element, _REFUSED):
                name = type(element).__name__
                raise LocatorError(f"folium.{name} runs what a name contains: write a Part instead")
            if not hasattr(element, "locator_number"):
                self._numbered += 1
                element.locator_number = self._numbered
                element._id = str(self._numbered)  # noqa: SLF001

    def _head(self, kwargs: dict[str, object]) -> Iterator[str]:
        for element in self.header._children.values():  # noqa: SLF001
            if isinstance(element, (JavascriptLink, CssLink)):
                yield self._asset(element.url, is_script=isinstance(element, JavascriptLink))
            else:
                yield element.render(**kwargs)

    def _asset(self, name: str, *, is_script: bool) -> str:
        root = static_folder().resolve()
        path = (root / name).resolve()
        if not path.is_relative_to(root) or not path.is_file():
            raise LocatorError(f"{name}: a map takes its files from static/ only; vendor it there")
        if self.static_url is not None:
            url = html.escape(f"{self.static_url}{name}?v={asset_version(name)}")
            tag = '<script defer src="{}"></script>'
            return (tag if is_script else '<link rel="stylesheet" href="{}">').format(url)
        text = path.read_text(encoding="utf-8")
        if is_script:
            text = _SOURCE_MAP.sub("", text).replace("</script", r"<\/script")
            return self._hashed(text)
        return f"<style>\n{_with_pictures(text, path.parent)}\n</style>"


def _tree(element: Element) -> Iterator[Element]:
    yield element
    for child in element._children.values():  # noqa: SLF001
        yield from _tree(child)


def _with_pictures(css: str, folder: Path) -> str:
    """Return a style sheet with its pictures written into it."""

    def data_url(match: re.Match[str]) -> str:
        content = base64.b64encode((folder / match[1]).read_bytes()).decode("ascii")
        return f"url(data:image/png;base64,{content})"

    return _CSS_PICTURE.sub(data_url, css)
