"""Write docs/parameters.md anew: every parameter of the API, with the command's option of it.

python -m tools.list_parameters           # writes docs/parameters.md
python -m tools.list_parameters --check   # exit with 1 if it is not what the program declares
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from locator.cli.main import main as command
from locator.parameters import Parameter, written
from locator.publish.openapi.openapi_document import endpoints

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "parameters.md"
_MOST_WORDS = 6
_HEAD = """# Parameters

What the API's questions take, and the options of commands that ask the same. Each is declared once,
in the program; this table and `/api/` are made from the declarations
(`python -m tools.list_parameters`). Several words stand with commas between. An unknown parameter
of `/api/` or `/ogc/` is an error; pages pass over it.

| parameter | what it is | values | default | endpoints | commands |
|---|---|---|---|---|---|
"""


def table() -> str:
    """Return the document."""
    rows: dict[tuple[str, str, str, str], list[str]] = {}
    for endpoint in endpoints():
        for parameter in endpoint.parameters:
            if isinstance(parameter, Parameter):
                rows.setdefault(_described(parameter), []).append(endpoint.path)
    options = _options()
    lines = [
        f"| {' | '.join([f'`{name}`', about, values, default])} | "
        f"{', '.join(f'`{path}`' for path in paths)} | {', '.join(options.get(name, []))} |"
        for (name, about, values, default), paths in sorted(rows.items())
    ]
    return _HEAD + "\n".join(lines) + "\n"


def _described(parameter: Parameter[Any]) -> tuple[str, str, str, str]:
    schema = written(parameter)
    about = parameter.about.in_language("en").replace("|", "\\|")
    default = "required" if parameter.required else str(schema.get("default", ""))
    return parameter.name, about, _values(parameter.values.schema()), default


def _values(schema: dict[str, Any]) -> str:
    words = [str(word) for word in schema.get("items", schema).get("enum", ())]
    if words:
        return ", ".join(words[:_MOST_WORDS]) + (", …" if len(words) > _MOST_WORDS else "")
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is None:
        return "" if "maxLength" not in schema else f"up to {schema['maxLength']} characters"
    return f"{low} or more" if high is None else f"{low} to {high}"


def _options() -> dict[str, list[str]]:
    """Return the commands that have an option of a parameter's name."""
    options: dict[str, list[str]] = {}
    context = click.Context(command)
    for name in command.list_commands(context):
        one = command.get_command(context, name)
        for option in one.params if one else ():
            for spelt in option.opts:
                parameter = spelt.lstrip("-").replace("-", "_")
                options.setdefault(parameter, []).append(f"`{name}`")
    return options


def main() -> None:
    """Write the document, or compare it."""
    if "--check" not in sys.argv[1:]:
        DOCUMENT.write_text(table(), encoding="utf-8")
    elif DOCUMENT.read_text(encoding="utf-8") != table():
        sys.exit(
            "docs/parameters.md is not what the program declares: python -m tools.list_parameters"
        )


if __name__ == "__main__":
    main()
