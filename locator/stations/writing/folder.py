"""A folder of files that belong together: written all of them or none."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING, Self

from locator.errors import Words
from locator.stations.writing.atomic import FileError, cannot_write

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
        target = path.resolve()
        self._target = target
        self._unfinished = target.with_name(f".{target.name}.{os.getpid()}.part")

    def __enter__(self) -> Self:
        try:
            self._check()
            shutil.rmtree(self._unfinished, ignore_errors=True)
            self._unfinished.mkdir()
            if self._target.exists():
                _try_writing(self._target)
        except OSError as error:
            shutil.rmtree(self._unfinished, ignore_errors=True)
            raise cannot_write(self._path, error, _REMEDY) from error
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._unfinished, ignore_errors=True)

    def publish(self, files: Mapping[str, bytes]) -> None:
        """Write the files, and put them in their place in the order given."""
        try:
            for name, content in files.items():
                _write_through(self._unfinished / name, content)
            if self._target.exists():
                for name in files:
                    (self._unfinished / name).replace(self._target / name)
            else:
                self._unfinished.rename(self._target)
        except OSError as error:
            raise cannot_write(self._path, error, _REMEDY) from error

    def _check(self) -> None:
        if self._target.exists() and not self._target.is_dir():
            raise FileError(self._path, Words("不是文件夹", "is no folder"), _ANOTHER)
        written = {(self._target / name).resolve() for name in self._names}
        for source in self._sources:
            if source.resolve() in written:
                raise FileError(source, Words("会被输出覆盖", "would be written over"), _ANOTHER)
        others = [name for name in self._names if (self._target / name).exists()]
        if others and not self._is_earlier(self._target / self._names[-1]):
            listed = ", ".join(others)
            raise FileError(
                self._path,
                Words(f"已有别的文件：{listed}", f"has other files of these names: {listed}"),
                _ANOTHER,
            )

    def _is_earlier(self, path: Path) -> bool:
        try:
            return bool(json.loads(path.read_bytes())["kind"] == self._kind)
        except (OSError, ValueError, KeyError, TypeError):
            return False


def _try_writing(folder: Path) -> None:
    """Fail now where the files could not be put in place later."""
    probe = folder / f".{os.getpid()}.part"
    probe.touch()
    probe.unlink()


def _write_through(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
