"""docs/architecture.md says what the code is: its drawings, its floors, the length of its ways."""

import re

import pytest

from tools.draw_house import DOCUMENT, redrawn, rooms
from tools.trace_modules import WAYS

TEXT = DOCUMENT.read_text(encoding="utf-8")


def test_the_drawings_are_the_codes():
    assert redrawn(TEXT) == TEXT, "run python -m tools.draw_house"


def test_every_room_and_file_that_the_text_names_stands_there():
    root = DOCUMENT.parents[1]
    standing = {name for names in rooms().values() for name in names}
    standing |= {"locator"} | {part for package in rooms() for part in package.split(".")}
    named = re.findall(r"`([a-z_./]+)`", TEXT)
    assert len(named) > 60
    for name in named:
        if "/" in name:
            assert (root / name).exists() or (root / "locator" / name).exists(), name
        elif not name.startswith("tools."):
            assert set(name.removesuffix(".py").split(".")) <= standing, name


@pytest.mark.parametrize(("way", "most"), [("lookup", 20), ("import", 50)])
def test_a_way_through_the_house_is_short(way, most):
    modules = WAYS[way]()
    assert len(modules) <= most, modules


@pytest.mark.slow
@pytest.mark.parametrize(("way", "most"), [("map", 42), ("coverage", 60), ("plan", 35)])
def test_a_long_way_keeps_to_its_bound(way, most):
    modules = WAYS[way]()
    assert len(modules) <= most, modules
