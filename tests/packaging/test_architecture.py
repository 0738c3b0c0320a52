"""docs/architecture.md says what the code is: its drawings, its floors, the length of its ways."""

import re
import tomllib

import pytest

from tools.draw_house import DOCUMENT, redrawn, rooms
from tools.trace_modules import WAYS

ROOT = DOCUMENT.parents[1]
TEXT = DOCUMENT.read_text(encoding="utf-8")


def test_the_drawings_are_the_codes():
    assert redrawn(TEXT) == TEXT, "run python -m tools.draw_house"


def test_every_room_and_file_that_the_text_names_stands_there():
    standing = {name for names in rooms().values() for name in names}
    standing |= {"locator"} | {part for package in rooms() for part in package.split(".")}
    standing |= {path.name for path in ROOT.iterdir()}
    named = re.findall(r"`([a-z_./]+)`", TEXT)
    assert len(named) > 60
    for name in named:
        if "/" in name:
            assert (ROOT / name).exists() or (ROOT / "locator" / name).exists(), name
        elif not name.startswith("tools."):
            assert set(name.removesuffix(".py").split(".")) <= standing, name


PAPERS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_every_file_of_the_tree_that_the_docs_name_stands_there(paper):
    """Paths below the checkout's folders, and names of modules."""
    text = paper.read_text(encoding="utf-8")
    folders = "locator|static|tests|benchmarks|tools|docs|data|notebooks"
    paths = re.findall(rf"`((?:{folders})/[\w./-]+\.\w+)`", text)
    missing = [path for path in paths if not (ROOT / path).exists()]
    modules = re.findall(r"`(locator(?:\.[a-z_]+)+)`", text)
    for name in modules:
        first = ROOT / name.replace(".", "/")
        known = first.exists() or first.with_suffix(".py").exists()
        # The last part may be a function of the module before it.
        above = first.parent
        if not (known or above.with_suffix(".py").exists() or (above / "__init__.py").exists()):
            missing.append(name)
    assert not missing


FOLIUM = "Folium is known to folium_map only"


def test_every_room_that_publishes_keeps_to_the_folium_contract():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (folium,) = (c for c in contracts["tool"]["importlinter"]["contracts"] if c["name"] == FOLIUM)
    publish = {
        f"locator.publish.{path.stem}"
        for path in (ROOT / "locator/publish").iterdir()
        if path.stem not in {"__init__", "__pycache__", "templates", "folium_map"}
    }
    assert publish <= set(folium["source_modules"])


@pytest.mark.parametrize(("way", "most"), [("lookup", 20), ("import", 50)])
def test_a_way_through_the_house_is_short(way, most):
    modules = WAYS[way]()
    assert len(modules) <= most, modules


@pytest.mark.slow
@pytest.mark.parametrize(("way", "most"), [("map", 42), ("coverage", 60), ("plan", 35)])
def test_a_long_way_keeps_to_its_bound(way, most):
    modules = WAYS[way]()
    assert len(modules) <= most, modules
