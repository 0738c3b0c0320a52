"""Every word that the embedded map and the page for publishers say is there, in both languages."""

import re
from pathlib import Path

import pytest

import locator.publish
from locator.paths import static_folder
from locator.publish.courier import page_frame
from locator.publish.embed import embed_page, share_page, share_words
from locator.publish.embed.embed_options import EMBED_SCRIPT_WORDS, EMBED_WORDS

TEMPLATES = Path(locator.publish.__file__).parent / "templates"
SHARED = page_frame.SCRIPTS


def said(scripts):
    own = [name for name in scripts if "/planner/" not in name and "vendor" not in name]
    texts = [(static_folder() / name).read_text(encoding="utf-8") for name in own]
    return set(re.findall(r'\bsay\((?:[^()"]*\? )?"(\w+)"(?: : "(\w+)")?', "".join(texts)))


@pytest.mark.parametrize(
    ("scripts", "table"),
    [
        (
            (*embed_page.SCRIPTS, *embed_page.AREA_SCRIPTS, *embed_page.LAST_SCRIPTS),
            EMBED_SCRIPT_WORDS,
        ),
        (share_page.SCRIPTS, share_words.SCRIPTS),
    ],
)
def test_what_scripts_say(scripts, table):
    used = {word for pair in said(scripts) for word in pair if word}
    assert used - set(SHARED) - set(table) == set()
    texts = "".join((static_folder() / name).read_text(encoding="utf-8") for name in scripts)
    unused = set(table) - set(re.findall(r'"(\w+)"', texts))
    assert unused == set()


def test_what_templates_say():
    text = (TEMPLATES / "embed.html").read_text(encoding="utf-8")
    assert set(re.findall(r"say\.(\w+)", text)) <= set(EMBED_WORDS)
    text = (TEMPLATES / "share.html").read_text(encoding="utf-8")
    assert set(re.findall(r"say\.(\w+)", text)) <= set(share_words.PAGE)
