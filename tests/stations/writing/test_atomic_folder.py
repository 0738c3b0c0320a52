from pathlib import Path

import pytest

from locator.stations.writing.atomic import FileError, Folder

NAMES = ("a.txt", "summary.json")
FILES = {"a.txt": b"1", "summary.json": b'{"kind": "plan"}'}


def fill(path, files=FILES, **options):
    with Folder(path, NAMES, "plan", **options) as folder:
        folder.publish(files)


def test_it_is_put_in_place_whole_and_again(tmp_path):
    out = tmp_path / "out"
    fill(out)
    (out / "other.txt").write_text("mine")
    fill(out, FILES | {"a.txt": b"2"})
    assert {path.name: path.read_bytes() for path in out.iterdir()} == {
        "a.txt": b"2", "summary.json": FILES["summary.json"], "other.txt": b"mine",
    }  # fmt: skip
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_whatever_ends_it_nothing_is_changed(tmp_path, error):
    fill(tmp_path / "old")
    for name in ("old", "new"):
        with pytest.raises(error), Folder(tmp_path / name, NAMES, "plan"):
            raise error
    assert [path.name for path in tmp_path.iterdir()] == ["old"]
    assert (tmp_path / "old" / "a.txt").read_bytes() == b"1"


@pytest.mark.parametrize("there", [{"a.txt": b"x"}, {"summary.json": b'{"kind": "coverage"}'}])
def test_files_of_somebody_else_stay(tmp_path, there):
    for name, content in there.items():
        (tmp_path / name).write_bytes(content)
    with pytest.raises(FileError, match="has other files of these names"):
        fill(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == there


def test_what_was_read_is_not_written_over(tmp_path):
    fill(tmp_path / "out")
    with pytest.raises(FileError, match="would be written over"):
        fill(tmp_path / "out", sources=[None, tmp_path / "out" / ".." / "out" / "a.txt"])


def test_it_is_filled_where_it_is_if_that_is_there(tmp_path):
    """A mount can't be renamed into: the unfinished files must lie on the same one."""
    with Folder(tmp_path, NAMES, "plan") as folder:
        assert folder._unfinished.parent == tmp_path
        folder.publish(FILES)
    assert {path.name for path in tmp_path.iterdir()} == set(NAMES)


def test_files_that_somebody_puts_there_meanwhile_stay(tmp_path):
    out = tmp_path / "out"
    with Folder(out, NAMES, "plan") as folder:
        out.mkdir()
        (out / "a.txt").write_bytes(b"mine")
        with pytest.raises(FileError, match="has other files of these names"):
            folder.publish(FILES)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == {"a.txt": b"mine"}


def test_a_folder_of_a_files_name_ends_it_before_anything_is_written(tmp_path):
    fill(tmp_path)
    (tmp_path / "a.txt").unlink()
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(FileError, match=r"has other files of these names: a\.txt"):
        fill(tmp_path, FILES | {"summary.json": b"{}"})
    assert (tmp_path / "summary.json").read_bytes() == FILES["summary.json"]


def test_a_summary_that_nobody_can_read_is_somebody_elses(tmp_path):
    (tmp_path / "summary.json").write_text("[" * 100_000)
    with pytest.raises(FileError, match="has other files of these names"):
        fill(tmp_path)


def test_the_root_can_be_asked_for(monkeypatch):
    monkeypatch.setattr("pathlib.Path.mkdir", lambda *_args, **_options: denied())
    with pytest.raises(FileError, match="can't be written"):
        fill(Path("/"))


def denied():
    raise PermissionError(13, "Permission denied")


def test_what_a_killed_process_left_is_taken_away(tmp_path):
    left = tmp_path / ".out.999999999.part"
    left.mkdir()
    (left / "a.txt").write_bytes(b"half")
    fill(tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
