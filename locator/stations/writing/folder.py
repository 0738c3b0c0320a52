"""A folder of files that belong together: written all of them or none."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING, Self

from locator.errors import Words
from locator.stations.writing.atomic import FileError, cannot_write, clear_leftovers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_REMEDY = Words(
    "请检查上级文件夹、权限和磁盘空间",
    "check the folder above it, its permissions and the space left",
)
_ANOTHER = Words("请用 -o 另选一个文件夹", "choose another folder by -o")


class Folder:
    """A folder that is filled beside its place, and then put there.

    A context: on leaving it by an error, or without `publish`, nothing is changed.

    Parameters
    ----------
    path
        Where the files are to be. It may not exist yet, but the folder above it must. Of what it
        has, only files of an earlier set of this kind are replaced.
    names
        Of all files, the last one JSON with a `kind`, by which an earlier set is known.
    kind
        What stands there.
    sources
        Files that were read, none of which may be written over.

    Raises
    ------
    FileError
        If it can't be written, is no folder, has files of these names that are something else, or
        a source would be written over.
    """

    def __init__(
        self, path: Path, names: tuple[str, ...], kind: str, sources: Iterable[Path | None] = ()
    ) -> None:
        self._path, self._names, self._kind = path, names, kind
        self._sources = [source for source in sources if source is not None]
        self._target = path.resolve()
        self._unfinished = self._part_of(self._target)

    def __enter__(self) -> Self:
        try:
            self._check()
            self._unfinished = self._beside()
            clear_leftovers(self._unfinished.parent, self._head())
            shutil.rmtree(self._unfinished, ignore_errors=True)
            self._unfinished.mkdir()
        except OSError as error:
            shutil.rmtree(self._unfinished, ignore_errors=True)
            raise cannot_write(self._path, error, _REMEDY) from error
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._unfinished, ignore_errors=True)

    def publish(self, files: Mapping[str, bytes]) -> None:
        """Write the files, and put them in their place in the order given.

        Raises
        ------
        FileError
            If it can't be written, or somebody put files of their own there meanwhile.
        """
        try:
            self._check()
            for name, content in files.items():
                _write_through(self._unfinished / name, content)
            if self._unfinished.parent == self._target:
                for name in files:
                    (self._unfinished / name).replace(self._target / name)
            else:
                self._unfinished.rename(self._target)
        except OSError as error:
            raise cannot_write(self._path, error, _REMEDY) from error

    def _beside(self) -> Path:
        """Return where it is filled: in the folder itself if it is there, as it may be a mount."""
        return self._part_of(self._target if self._target.is_dir() else self._target.parent)

    def _part_of(self, folder: Path) -> Path:
        return folder / f"{self._head()}{os.getpid()}.part"

    def _head(self) -> str:
        return f".{self._target.name}."

    def _check(self) -> None:
        if self._target.exists() and not self._target.is_dir():
            raise FileError(self._path, Words("不是文件夹", "is no folder"), _ANOTHER)
        written = {(self._target / name).resolve() for name in self._names}
        for source in self._sources:
            if source.resolve() in written:
                raise FileError(source, Words("会被输出覆盖", "would be written over"), _ANOTHER)
        places = {name: self._target / name for name in self._names}
        others = [name for name, place in places.items() if place.exists()]
        is_earlier = self._is_earlier(places[self._names[-1]])
        if others and not (is_earlier and all(places[name].is_file() for name in others)):
            listed = ", ".join(others)
            raise FileError(
                self._path,
                Words(f"已有别的文件：{listed}", f"has other files of these names: {listed}"),
                _ANOTHER,
            )

    def _is_earlier(self, path: Path) -> bool:
        try:
            return bool(json.loads(path.read_bytes())["kind"] == self._kind)
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return False


def _write_through(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
