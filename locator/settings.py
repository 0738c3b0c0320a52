"""Settings: read once by the shells from the environment, and handed down as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from locator.errors import Language, LocatorError
from locator.paths import data_file

if TYPE_CHECKING:
    from collections.abc import Mapping

_YES, _NO = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator can set.

    Parameters
    ----------
    stations
        The file of stations (`LOCATOR_STATIONS`; the bundled one).
    hide_modelled
        Leave modelled stations out altogether (`LOCATOR_HIDE_MODELLED`; no).
    reload_every_s
        How often the server looks whether the file has changed (`LOCATOR_RELOAD_EVERY_S`; 1).
    lang
        The language of the commands (`LOCATOR_LANG`; zh).
    """

    stations: Path
    hide_modelled: bool = False
    reload_every_s: float = 1.0
    lang: Language = "zh"


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Return the settings that an environment holds.

    Raises
    ------
    LocatorError
        For a value that is not allowed; the message names the variable.
    """
    return Settings(
        stations=Path(environ.get("LOCATOR_STATIONS") or data_file("stations.geojson")),
        hide_modelled=_switch(environ, "LOCATOR_HIDE_MODELLED"),
        reload_every_s=_seconds(environ, "LOCATOR_RELOAD_EVERY_S", 1.0),
        lang=_language(environ, "LOCATOR_LANG"),
    )


def _switch(environ: Mapping[str, str], name: str) -> bool:
    text = environ.get(name, "").strip().lower()
    if text not in _YES + _NO:
        raise LocatorError(f"{name}={text!r}: write 1 or 0")
    return text in _YES


def _seconds(environ: Mapping[str, str], name: str, default: float) -> float:
    text = environ.get(name) or str(default)
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0.05 <= seconds <= 3600.0:
        raise LocatorError(f"{name}={text!r}: write seconds from 0.05 to 3600")
    return seconds


def _language(environ: Mapping[str, str], name: str) -> Language:
    text = environ.get(name) or "zh"
    if text not in ("zh", "en"):
        raise LocatorError(f"{name}={text!r}: write zh or en")
    return cast("Language", text)
