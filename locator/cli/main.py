"""The group of commands. Each is imported when it is called for: help and errors come at once."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any

import click

from locator import __version__
from locator.errors import LocatorError
from locator.language import LANGUAGES, Language

# Name: where the command stands, `module:attribute`, and its line of help.
_COMMANDS = {
    "nearest": ("locator.cli.nearest:command", "Find the stations nearest to a place, or to many."),
    "serve": ("locator.cli.serve:command", "Serve the stations over HTTP."),
    "hours": ("locator.cli.hours:command", "Explain a text of opening hours."),
    "calendar": ("locator.cli.calendar:command", "Know the days off of further years."),
    "coverage": (
        "locator.cli.coverage:command",
        "Show who lacks a station: map, gaps, tables, report.",
    ),
    "import": ("locator.cli.import_:command", "Turn lists of stations into a checked file."),
    "convert": (
        "locator.cli.station_file:convert_command",
        "Write a file of stations in another format.",
    ),
    "site": ("locator.cli.site:command", "Choose the next stations, with a bound."),
    "publish": ("locator.cli.publish:command", "Publish a site, a single file, a map for print."),
    "check": (
        "locator.cli.station_file:check_command",
        "Check a file of stations as the server would.",
    ),
}


class _Commands(click.Group):
    """Loads a command's module when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, _, name = _COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in _COMMANDS.items()])

    def main(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().main(*args, **kwargs)
        except LocatorError as error:
            click.echo(error.in_language(language()), err=True)
            sys.exit(1)


def language() -> Language:
    """Return the language of messages: `--lang` where it was given, else the setting's."""
    context = click.get_current_context(silent=True)
    chosen = context.params.get("lang") if context else _lang_of_arguments(sys.argv)
    # Not through the settings: this words the error that the settings themselves may be.
    chosen = chosen or os.environ.get("LOCATOR_LANG")
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


def _lang_of_arguments(arguments: list[str]) -> str | None:
    """Return `--lang` as typed, for an error that comes when click's context is gone."""
    for position, argument in enumerate(arguments):
        if argument == "--lang" and position + 1 < len(arguments):
            return arguments[position + 1]
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
    return None


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Rest stations for people who work outdoors: the nearest ones, and the map of them."""
