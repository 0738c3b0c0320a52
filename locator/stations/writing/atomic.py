"""Write a file whole or not at all: whatever kills the process, the old one stays as it was."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from locator.errors import Language, LocatorError, Words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_REMEDY = Words(
    "请检查文件夹、权限和磁盘空间", "check the folder, its permissions and the space left"
)


class FileError(LocatorError):
    """A file can't be read or written: which, why, and what to do."""

    def __init__(self, path: object, problem: Words, remedy: Words) -> None:
        self.path = path
        self.problem = problem
        self.remedy = remedy
        super().__init__(self.in_language("en"))

    def in_language(self, lang: Language) -> str:
        """Return one line: the file, the problem, the remedy."""
        problem, remedy = self.problem.in_language(lang), self.remedy.in_language(lang)
        colon, semicolon = ("：", "；") if lang == "zh" else (": ", "; ")
        return f"{self.path}{colon}{problem}{semicolon}{remedy}"

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


def cannot_write(path: Path, error: OSError, remedy: Words = _REMEDY) -> FileError:
    """Return the error that tells why the system can't write a file or a folder."""
    reason = error.strerror or str(error)
    return FileError(path, Words(f"无法写入（{reason}）", f"can't be written ({reason})"), remedy)


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
