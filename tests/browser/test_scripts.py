"""The page's scripts: ES2019, short, and without what the house forbids."""

import hashlib
import json
import re
import subprocess
from pathlib import Path

import pytest

from locator.paths import static_folder
from locator.publish.courier.page_frame import PAGE, SCRIPTS
from locator.publish.site.site_words import SCRIPTS as OFFLINE
from tests.parts import lacking

HERE = Path(__file__).parent
VENDOR = HERE.parent / "vendor"
TEMPLATES = HERE.parents[1] / "locator" / "publish" / "templates"
# Those of every page; the words are those of the courier's, which lie at the top and in map/.
FILES = sorted((static_folder() / "js").rglob("*.js"))


def lint(*files):
    try:
        from playwright._impl._driver import compute_driver_executable
    except ImportError:
        lacking("no playwright: its wheel brings the node that runs the linter")
    node = compute_driver_executable()
    node = node[0] if isinstance(node, tuple) else node
    done = subprocess.run(
        [node, HERE / "lint.js", *files], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_scripts_are_clean():
    assert FILES
    assert lint(*FILES) == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("const a = window?.name;", "not ES2019"),
        ("window.a = document.body.innerHTML;", "forbidden: .innerHTML"),
        ("(function () { widnow.a = 1; })();", "unknown name widnow"),
        ("(function () { const a = 1; })();", "unused name a"),
        ("const a = 1;", "declares a global"),
        ("\n" * 301, "lines; at most 300"),
    ],
)
def test_the_linter_finds_faults(tmp_path, source, fault):
    file = tmp_path / "bad.js"
    file.write_text(f'"use strict";\n{source}\n', encoding="utf-8")
    assert any(fault in message for message in lint(file))


def test_every_word_is_used_and_every_used_word_is_there():
    mine = [file for file in FILES if file.parent.name in ("js", "map")]
    text = "".join(file.read_text(encoding="utf-8") for file in mine)
    assert set(re.findall(r'\bsay\("(\w+)"', text)) - set(SCRIPTS) == set()
    # Names of events, classes and elements are no uses of words.
    others = r'(\.on|addEventListener|emit|byId|make)\("\w+"|(class|className|id|role): "\w+"'
    uses = re.sub(others, "", text)
    known = set(re.findall(r'"(\w+)"', uses)) | set(re.findall(r"words\.(\w+)", text))
    assert set(SCRIPTS) - known - {"prefecture", "county", "station"} == set()
    template = (TEMPLATES / "page.html").read_text(encoding="utf-8")
    assert set(re.findall(r"say\.(\w+)", template)) == set(PAGE)


def test_the_offline_scripts_words_are_there_and_used():
    offline = [file for file in FILES if file.parent.name == "offline"]
    text = "".join(file.read_text(encoding="utf-8") for file in offline)
    keys = set(re.findall(r'\bsay\("(\w+)"', text))
    assert keys <= {*SCRIPTS, *OFFLINE}
    assert set(OFFLINE) <= set(re.findall(r'"(\w+)"', text))


def test_vendored_files_have_their_checksums():
    readme = (VENDOR / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([^`]+)` \|.*`([0-9a-f]{64})` \|$", readme, re.MULTILINE)
    assert {name for name, _ in listed} == {p.name for p in VENDOR.iterdir()} - {"README.md"}
    for name, checksum in listed:
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == checksum
