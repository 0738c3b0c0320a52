"""Write the drawings of docs/architecture.md anew, from the code.

    python -m tools.draw_house           # in docs/architecture.md
    python -m tools.draw_house --check   # exit with 1 if they are not the code's

Rooms are packages; an arrow leads from a room to what it imports, and is left out where another
way leads there too (transitive reduction), so that every arrow says something.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import grimp

_ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = _ROOT / "docs" / "architecture.md"
_PACKAGE = _ROOT / "locator"
_DRAWING = re.compile(r"(<!-- (rooms|arrows) -->\n).*?(<!-- end -->)", re.DOTALL)


def rooms() -> dict[str, list[str]]:
    """Return the packages by their dotted names below `locator`, and their modules' names."""
    modules: dict[str, list[str]] = {}
    for file in sorted(_PACKAGE.rglob("*.py")):
        parts = file.relative_to(_PACKAGE).with_suffix("").parts
        if parts[-1] in ("__init__", "__main__"):
            continue
        modules.setdefault(".".join(parts[:-1]), []).append(parts[-1])
    return modules


def arrows() -> list[tuple[str, str]]:
    """Return which room imports which, for types too, without what follows from other arrows."""
    graph = grimp.build_graph("locator", cache_dir=None)
    known = set(rooms())
    below: dict[str, set[str]] = {room: set() for room in known if room}
    for importer in graph.modules:
        for imported in graph.find_modules_directly_imported_by(importer):
            one, other = _room_of(importer, known), _room_of(imported, known)
            if one and other and one != other:
                below[one].add(other)
    for one in sorted(below):
        for other in sorted(below[one]):
            below[one].discard(other)
            if other not in _reached(one, below):
                below[one].add(other)
    return sorted((one, other) for one, direct in below.items() for other in direct)


def _room_of(module: str, known: set[str]) -> str:
    """Return the innermost package that a module lies in; a package's face lies in itself."""
    name = module.removeprefix("locator").removeprefix(".")
    while name not in known:
        name = name.rpartition(".")[0]
    return name


def _reached(room: str, below: dict[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = [room]
    while waiting:
        for other in below[waiting.pop()] - reached:
            reached.add(other)
            waiting.append(other)
    return reached


def topic(package: str) -> str:
    """Return the first line of a package's own description."""
    face = _PACKAGE.joinpath(*package.split("."), "__init__.py")
    text = ast.get_docstring(ast.parse(face.read_text(encoding="utf-8")))
    return (text or "").splitlines()[0]


def rooms_table() -> str:
    """Return the table of rooms as Markdown."""
    lines = ["| room | what it answers | modules |", "|---|---|---|"]
    for package, modules in rooms().items():
        if package:
            names = " · ".join(f"`{name}`" for name in modules)
            lines.append(f"| **{package}** | {topic(package)} | {names} |")
    return "\n".join(lines) + "\n"


def arrows_diagram() -> str:
    """Return the drawing as a Mermaid flowchart."""
    lines = ["```mermaid", "flowchart TD"]
    lines += [f"    {one} --> {other}" for one, other in arrows()]
    return "\n".join([*lines, "```"]) + "\n"


def redrawn(text: str) -> str:
    """Return a document with its drawings made anew."""
    made = {"rooms": rooms_table, "arrows": arrows_diagram}
    return _DRAWING.sub(lambda part: part[1] + made[part[2]]() + part[3], text)


def main() -> None:
    """Write the drawings, or compare them."""
    text = DOCUMENT.read_text(encoding="utf-8")
    if "--check" in sys.argv[1:]:
        sys.exit("docs/architecture.md: not the code's; run python -m tools.draw_house"
                 if redrawn(text) != text else 0)  # fmt: skip
    DOCUMENT.write_text(redrawn(text), encoding="utf-8")


if __name__ == "__main__":
    main()
