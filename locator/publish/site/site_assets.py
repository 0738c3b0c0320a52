"""A site's own scripts and styles, under names that hold their bytes' hash: kept for good."""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from locator.paths import static_folder

if TYPE_CHECKING:
    from locator.publish.site.site_folder import SiteFolder

_FOLDER = "assets"
_CSS_ADDRESS = re.compile(r"url\(([\w./-]+)\)")
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


class SiteAssets:
    """Puts files of `static/` into a site, each once.

    Parameters
    ----------
    folder
        The site.
    """

    def __init__(self, folder: SiteFolder) -> None:
        self._folder = folder
        self._names: dict[str, str] = {}

    def path_of(self, name: str) -> str:
        """Return where a file of `static/` lies in the site, put there when first asked for.

        Raises
        ------
        FileNotFoundError
            If there is no such file.
        """
        if name not in self._names:
            content = (static_folder() / name).read_bytes()
            if name.endswith(".css"):
                content = self._rewritten(name, content.decode("utf-8")).encode()
            if name.endswith(".js"):
                content = script_text(name).encode()
            self._names[name] = self.add(name, content)
        return self._names[name]

    def add(self, name: str, content: bytes) -> str:
        """Put bytes into the site under a name of their own, and return it."""
        plain = PurePosixPath(name)
        version = hashlib.sha256(content).hexdigest()[:10]
        path = f"{_FOLDER}/{plain.stem}.{version}{plain.suffix}"
        self._folder.add(path, content)
        return path

    def _rewritten(self, name: str, css: str) -> str:
        """Return a style sheet that names its pictures as the site does."""
        folder = PurePosixPath(name).parent

        def address(match: re.Match[str]) -> str:
            picture = self.path_of(str(folder / match[1]))
            return f"url({PurePosixPath(picture).name})"

        return _CSS_ADDRESS.sub(address, css)


def script_text(name: str) -> str:
    """Return a script of `static/`, without the address of a source map that is not there."""
    return _SOURCE_MAP.sub("", (static_folder() / name).read_text(encoding="utf-8"))
