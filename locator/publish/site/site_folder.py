"""A folder of files that is made beside its place, then put there: whole, or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Self

from locator.language import phrase
from locator.stations.writing import FileError
from locator.stations.writing.atomic import cannot_write

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MANIFEST = "manifest.json"
_MADE_BY = "locator publish"


class SiteFolder:
    """A site being made; a context. On leaving it without `publish` nothing has changed.

    Parameters
    ----------
    path
        Where it is to be. A folder that is there must be empty, or a site that was made before:
        of that one only files that its manifest lists are replaced or taken away, so that what
        somebody put beside them stays.

    Raises
    ------
    FileError
        If it can't be written, or is something else.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._target = path.resolve()
        if not self._target.name:
            raise FileError(path, _OTHERS, _ANOTHER)  # the root of a disk
        self._unfinished = self._target.with_name(f".{self._target.name}.{os.getpid()}.part")
        self._hashes: dict[str, str] = {}

    def __enter__(self) -> Self:
        self._before = self._listed()
        try:
            shutil.rmtree(self._unfinished, ignore_errors=True)
            self._unfinished.mkdir(parents=True)
        except OSError as error:
            raise cannot_write(self._path, error) from error
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._unfinished, ignore_errors=True)

    @property
    def count(self) -> int:
        """How many files it has so far."""
        return len(self._hashes)

    def add(self, name: str, content: bytes) -> None:
        """Add a file; `name` is its path within the site, with slashes.

        Raises
        ------
        FileError
            If it can't be written.
        """
        path = self.place(name)
        try:
            path.write_bytes(content)
        except OSError as error:
            raise cannot_write(self._path, error) from error
        self._hashes[name] = hashlib.sha256(content).hexdigest()

    def place(self, name: str) -> Path:
        """Return where a file of this name is made, its folders made; `take` then counts it."""
        path = self._unfinished / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise cannot_write(self._path, error) from error
        return path

    def take(self, name: str) -> None:
        """Count a file that was written where `place` said."""
        with (self._unfinished / name).open("rb") as file:
            self._hashes[name] = hashlib.file_digest(file, "sha256").hexdigest()

    def publish(self, made_from: Mapping[str, object]) -> None:
        """Write the manifest, and put everything in its place, pages after what they load.

        Raises
        ------
        FileError
            If it can't be written, or somebody else's file stands where one of its own would.
        """
        names = sorted(self._hashes, key=lambda name: (name.endswith(".html"), name))
        files = {name: self._hashes[name] for name in sorted(names)}
        manifest: dict[str, object] = {"made_by": _MADE_BY, **made_from, "files": files}
        try:
            if not self._target.exists():
                self._write_manifest(self._unfinished, manifest)
                self._unfinished.rename(self._target)
                return
            self._check_places(names)
            # Should this end half-way, the next time knows both sites' files as its own.
            known = dict.fromkeys(sorted(self._before), "") | files
            self._write_manifest(self._target, manifest | {"files": known})
            for name in names:
                place = self._target / name
                place.parent.mkdir(parents=True, exist_ok=True)
                (self._unfinished / name).replace(place)
            self._clear(set(names))
            self._write_manifest(self._target, manifest)
        except OSError as error:
            raise cannot_write(self._path, error) from error

    def _write_manifest(self, folder: Path, manifest: Mapping[str, object]) -> None:
        text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
        path = self._unfinished / MANIFEST
        path.write_bytes(text.encode())
        if folder != self._unfinished:
            path.replace(folder / MANIFEST)

    def _check_places(self, names: Iterable[str]) -> None:
        """See that each file's place is free or its own, and that no link leads out of the site."""
        for name in names:
            place = self._target / name
            taken = name not in self._before and os.path.lexists(place)
            if taken or not self._holds(place.parent):
                raise FileError(place, _TAKEN, _AWAY)

    def _holds(self, folder: Path) -> bool:
        """Tell whether a folder lies in the site, links followed."""
        return folder.resolve().is_relative_to(self._target)

    def _clear(self, names: set[str]) -> None:
        """Take away what an earlier site had and this one has not, and folders left empty."""
        for name in sorted(self._before - names, reverse=True):
            if not self._holds((self._target / name).parent):
                continue
            path = self._target / name
            path.unlink(missing_ok=True)
            for folder in list(path.parents)[: len(PurePosixPath(name).parents) - 1]:
                if folder.is_dir() and not any(folder.iterdir()):
                    folder.rmdir()

    def _listed(self) -> set[str]:
        """Return the files of the site that is there; raise if it is no site."""
        if not self._target.exists():
            return set()
        if not self._target.is_dir():
            raise FileError(self._path, _NO_FOLDER, _ANOTHER)
        if not any(self._target.iterdir()):
            return set()
        try:
            manifest = json.loads((self._target / MANIFEST).read_text(encoding="utf-8"))
            if manifest["made_by"] == _MADE_BY:
                return {name for name in manifest["files"] if _is_within(name)}
        except (OSError, ValueError, KeyError, TypeError):
            pass
        raise FileError(self._path, _OTHERS, _ANOTHER)


_NO_FOLDER = phrase("site.no_folder")
_OTHERS = phrase("site.others")
_TAKEN = phrase("site.taken")
_AWAY = phrase("site.away")
_ANOTHER = phrase("site.another")


def _is_within(name: object) -> bool:
    """Tell whether a name that a manifest lists lies below its folder."""
    if not isinstance(name, str):
        return False
    path = PurePosixPath(name)
    # A backslash and a drive's colon are as good as a slash elsewhere; no name of ours has any.
    return not path.is_absolute() and ".." not in path.parts and not set(name) & set("\0\\:")
