"""The folder of a site: whole or not at all, and nobody else's files are touched."""

import hashlib
import json
from pathlib import Path

import pytest

from locator.publish.site.site_folder import MANIFEST, SiteFolder
from locator.stations.writing import FileError


def made(path, **files):
    with SiteFolder(path) as folder:
        for name, text in files.items():
            folder.add(name.replace("__", "/").replace("_", "."), text.encode())
        folder.publish({"date": "2026-11-22"})


def found(path):
    return {str(p.relative_to(path)): p.read_text() for p in path.rglob("*") if p.is_file()}


def test_a_site_is_put_in_its_place(tmp_path):
    made(tmp_path / "a" / "site", index_html="x", assets__a_js="y")
    files = found(tmp_path / "a" / "site")
    manifest = json.loads(files.pop(MANIFEST))
    assert files == {"index.html": "x", "assets/a.js": "y"}
    assert manifest["date"] == "2026-11-22"
    assert manifest["files"]["index.html"] == hashlib.sha256(b"x").hexdigest()
    assert list(manifest["files"]) == ["assets/a.js", "index.html"]


def test_a_second_site_replaces_the_first_and_leaves_what_others_put_there(tmp_path):
    site = tmp_path / "site"
    made(site, index_html="old", assets__a_js="old", stations__gone_html="old")
    (site / "CNAME").write_text("example.org")
    made(site, index_html="new", assets__b_js="new")
    files = found(site)
    files.pop(MANIFEST)
    assert files == {"index.html": "new", "assets/b.js": "new", "CNAME": "example.org"}
    assert not (site / "stations").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_a_file_of_somebody_elses_is_not_replaced(tmp_path):
    site = tmp_path / "site"
    made(site, index_html="old")
    (site / "robots.txt").write_text("mine")
    before = found(site)
    with pytest.raises(FileError, match="not of the site"):
        made(site, index_html="new", robots_txt="new")
    assert found(site) == before


def test_a_link_leads_nowhere_else(tmp_path):
    site, outside = tmp_path / "site", tmp_path / "outside"
    made(site, index_html="old", stations__a_html="old")
    (site / "stations").rename(outside)
    (site / "stations").symlink_to(outside)
    with pytest.raises(FileError, match="not of the site"):
        made(site, index_html="new", stations__a_html="new")
    made(site, index_html="new")
    assert found(outside) == {"a.html": "old"}


def test_after_a_crash_half_way_the_next_site_knows_its_own_files(tmp_path, monkeypatch):
    site = tmp_path / "site"
    made(site, index_html="old", assets__a_js="old")
    replace = Path.replace

    def failing(self, target):
        if Path(target).name == "index.html":
            raise OSError(28, "No space left on device")
        return replace(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", failing)
        with pytest.raises(FileError, match="No space"):
            made(site, index_html="new", assets__b_js="new")
    made(site, index_html="newer", assets__b_js="newer")
    files = found(site)
    files.pop(MANIFEST)
    assert files == {"index.html": "newer", "assets/b.js": "newer"}


def test_the_root_of_a_disk_is_no_place(tmp_path):
    with pytest.raises(FileError, match="other files"):
        SiteFolder(Path(tmp_path.anchor))


def test_an_empty_folder_will_do(tmp_path):
    (tmp_path / "site").mkdir()
    made(tmp_path / "site", index_html="x")
    assert "index.html" in found(tmp_path / "site")


@pytest.mark.parametrize("manifest", [None, "{}", "[1]", '{"made_by": "somebody"}'])
def test_other_peoples_folders_are_left_alone(tmp_path, manifest):
    (tmp_path / "index.html").write_text("mine")
    if manifest is not None:
        (tmp_path / MANIFEST).write_text(manifest)
    with pytest.raises(FileError, match="other files"):
        made(tmp_path, index_html="x")
    assert (tmp_path / "index.html").read_text() == "mine"


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "site").write_text("x")
    with pytest.raises(FileError, match="no folder"):
        made(tmp_path / "site", index_html="x")


def test_a_manifest_can_not_reach_beyond_its_folder(tmp_path):
    outside = tmp_path / "outside.txt"
    outside.write_text("kept")
    site = tmp_path / "site"
    made(site, index_html="x")
    manifest = json.loads((site / MANIFEST).read_text())
    manifest["files"] |= {
        "../outside.txt": "",
        str(outside): "",
        "a/../../outside.txt": "",
        "..\\outside.txt": "",
    }
    (site / MANIFEST).write_text(json.dumps(manifest))
    made(site, index_html="y")
    assert outside.read_text() == "kept"


def test_an_error_on_the_way_changes_nothing(tmp_path):
    site = tmp_path / "site"
    made(site, index_html="old")
    before = found(site)

    def fail():
        with SiteFolder(site) as folder:
            folder.add("index.html", b"new")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert found(site) == before
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_a_place_that_can_not_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(FileError, match="can't be written"):
        made(tmp_path / "file" / "site", index_html="x")
