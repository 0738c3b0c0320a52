"""`locator calendar`: the years whose days off and make-up days are known, and further ones."""

from __future__ import annotations

import os
from pathlib import Path

import click

from locator.cli.main import language
from locator.cli.options import lang_option
from locator.errors import LocatorError
from locator.language import phrase
from locator.settings import read_settings
from locator.stations.hours import Calendar, install_year_file


@click.group("calendar")
def command() -> None:
    """Know China's days off and make-up working days of further years."""


@command.command("add")
@click.argument("file", type=click.Path(path_type=Path))
@lang_option
def add(file: Path, lang: str | None) -> None:  # noqa: ARG001  # read by `language`
    """Check the calendar of a year (JSON, see docs/hours.md) and keep it for the program."""
    folder = read_settings(os.environ).calendar_folder
    if folder is None:
        raise LocatorError(phrase("cli.locator_calendars_names_no_folder"))
    installed = install_year_file(file, folder)
    click.echo(phrase("cli.calendar_kept", path=installed).in_language(language()))


@command.command("list")
def list_years() -> None:
    """Print the years that are known."""
    calendar = Calendar.load(read_settings(os.environ).calendar_folder)
    click.echo(" ".join(str(year) for year in calendar.published_years))
