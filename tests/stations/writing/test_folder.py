import pytest

from locator.stations.writing.atomic import FileError
from locator.stations.writing.folder import Folder

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
