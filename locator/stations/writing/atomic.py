"""Write a file whole or not at all: whatever kills the process, the old one stays as it was.

A folder of files that belong together: written all of them or none.
"""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING, Self

from locator.errors import LocatorError
from locator.language import Phrase, phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path


_REMEDY = phrase("writing.remedy")


class FileError(LocatorError):
    """A file can't be read or written: which, why, and what to do."""

    def __init__(self, path: object, problem: Phrase, remedy: Phrase) -> None:
        self.path = path
        self.problem = problem
        self.remedy = remedy
        said = phrase("writing.file_error", path=path, problem=problem, remedy=remedy)
        super().__init__(said)

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.path, self.problem, self.remedy)


def write_whole(path: Path, write: Callable[[Path], None], *, backup: bool = False) -> None:
    """Write a file through a temporary one in its folder, then put it in the old one's place.

    The temporary file and the folder are flushed to the disk, so that after a loss of power the
    old or the new file is there, whole. A killed process leaves a temporary file at most, which
    the next one to write the same file takes away.

    Parameters
    ----------
    path
        Where it goes; a symbolic link is followed.
    write
        Called with the temporary path, of the same ending, which does not exist yet.
    backup
        Keep the file that stood there as `<name>.bak`.

    Raises
    ------
    FileError
        If it can't be written. Whatever `write` raises otherwise comes through; in either case
        nothing is changed.
    """
    target = path.resolve()
    unfinished = target.with_name(f".{target.stem}.{os.getpid()}.part{target.suffix}")
    try:
        clear_leftovers(target.parent, f".{target.stem}.")
        unfinished.unlink(missing_ok=True)
        write(unfinished)
        _flush(unfinished)
        if target.exists():
            shutil.copymode(target, unfinished)
            if backup:
                _keep(target)
        unfinished.replace(target)
        _flush(target.parent)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        unfinished.unlink(missing_ok=True)


def cannot_write(path: Path, error: OSError, remedy: Phrase = _REMEDY) -> FileError:
    """Return the error that tells why the system can't write a file or a folder."""
    reason = error.strerror or str(error)
    return FileError(path, phrase("writing.cant_written", reason=reason), remedy)


def write_bytes_whole(path: Path, content: bytes, *, backup: bool = False) -> None:
    """Write bytes as `write_whole` does."""
    write_whole(path, lambda unfinished: _write_bytes(unfinished, content), backup=backup)


def _write_bytes(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def backup_path(path: Path) -> Path:
    """Return where `write_whole` keeps the file that stood there before."""
    return path.with_name(path.name + ".bak")


def _keep(target: Path) -> None:
    """Give the old file a second name, in one step, so that at no time it lacks its first."""
    kept = backup_path(target)
    fresh = target.with_name(f".{target.stem}.{os.getpid()}.part.bak")
    fresh.unlink(missing_ok=True)
    try:
        os.link(target, fresh)
    except OSError:  # a file system without links
        shutil.copy2(target, fresh)
    fresh.replace(kept)
    # Of two names of one file, as after a kill between the two steps, renaming leaves both.
    fresh.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def clear_leftovers(folder: Path, head: str) -> None:
    """Take away what processes left that were killed while writing: `<head><pid>.part…`."""
    for entry in os.scandir(folder):
        pid, mark, _ = entry.name.removeprefix(head).partition(".part")
        if not (entry.name.startswith(head) and mark and pid.isdigit()) or _alive(int(pid)):
            continue
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path, ignore_errors=True)
        else:
            os.unlink(entry.path)  # noqa: PTH108  # an entry, not a path


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


_FOLDER_REMEDY = phrase("writing.folder_remedy")
_ANOTHER = phrase("writing.another")


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
            raise cannot_write(self._path, error, _FOLDER_REMEDY) from error
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
            raise cannot_write(self._path, error, _FOLDER_REMEDY) from error

    def _beside(self) -> Path:
        """Return where it is filled: in the folder itself if it is there, as it may be a mount."""
        return self._part_of(self._target if self._target.is_dir() else self._target.parent)

    def _part_of(self, folder: Path) -> Path:
        return folder / f"{self._head()}{os.getpid()}.part"

    def _head(self) -> str:
        return f".{self._target.name}."

    def _check(self) -> None:
        if self._target.exists() and not self._target.is_dir():
            raise FileError(self._path, phrase("writing.no_folder"), _ANOTHER)
        written = {(self._target / name).resolve() for name in self._names}
        for source in self._sources:
            if source.resolve() in written:
                raise FileError(source, phrase("writing.would_written_over"), _ANOTHER)
        places = {name: self._target / name for name in self._names}
        others = [name for name, place in places.items() if place.exists()]
        is_earlier = self._is_earlier(places[self._names[-1]])
        if others and not (is_earlier and all(places[name].is_file() for name in others)):
            listed = ", ".join(others)
            raise FileError(
                self._path,
                phrase("writing.other_files_these_names", listed=listed),
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
