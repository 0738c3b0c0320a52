"""The courier's page as files: of a site, with its parts beside it, and alone with all in it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import TYPE_CHECKING

from locator.language import LANGUAGES, Language, Phrase, phrase, verbatim
from locator.paths import static_folder
from locator.publish.basemap import basemap_text
from locator.publish.courier.courier_page import SCRIPTS, render_page
from locator.publish.courier.page_frame import FooterLink, Inline, PageFrame
from locator.publish.courier.script_data import MAP_SCRIPTS, MAP_STYLES, STATED_REASONS
from locator.publish.site import site_words
from locator.publish.site.site_assets import script_text
from locator.publish.site.site_data import data_script, site_data
from locator.publish.site.site_tables import last_day
from locator.publish.site.site_words import hours_words
from locator.stations.hours import word_hours

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from locator.find.nearest import Travel
    from locator.publish.site.site_assets import SiteAssets
    from locator.stations.station_set import StationSet

_GEODESIC = "vendor/geographiclib-geodesic/geographiclib-geodesic.min.js"
_OFFLINE = tuple(
    f"js/offline/{name}.js"
    for name in ("table", "hours", "words", "nearest", "answers", "view", "names", "datum", "api")
)
_TABLE = "js/offline/all.js"
_STYLES = ("css/page.css", "css/offline.css")
# Whose pictures are those of controls and markers that the page has not.
_PICTURE = re.compile(r"url\(images/[\w.-]+\)")
_SCRIPT_END = re.compile(r"<(?=/script|script|!--)", re.IGNORECASE)

PAGES: Mapping[Language, str] = {
    lang: "index.html" if lang == LANGUAGES[0] else f"index.{lang}.html" for lang in LANGUAGES
}


def offline_scripts() -> list[str]:
    """Return the page's scripts in their order, the server's answers replaced by its own.

    The first one makes the namespace, into which the data come; what asks comes after what answers.
    """
    usual = [f"js/{name}.js" for name in SCRIPTS]
    asks = usual.index("js/api.js")
    return [*usual[:asks], _GEODESIC, *_OFFLINE, *usual[asks + 1 :], _TABLE]


def site_pages(
    stations: StationSet,
    assets: SiteAssets,
    day: date,
    travel: Mapping[str, Travel],
    *,
    review_number: str,
    station_page: str,
    links: tuple[FooterLink, ...],
) -> dict[str, str]:
    """Return the page in each language, by its file's name; its parts go among the assets.

    Parameters
    ----------
    day
        The first day for which hours are written out.
    station_page
        The address of a station's page, with {id}; empty where there are none.
    links
        To the site's other pages.
    """
    data = assets.add("data.js", data_script("given", site_data(stations, day, travel)).encode())
    ground = assets.add("basemap.js", _basemap_script().encode())
    names = offline_scripts()
    scripts = (assets.path_of(names[0]), data, *(assets.path_of(name) for name in names[1:]))
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "base-uri 'none'; form-action 'none'"
    )
    pages = {}
    for lang, name in PAGES.items():
        frame = PageFrame(
            asset=assets.path_of,
            pages=PAGES,
            station_page=verbatim(station_page),
            scripts=scripts,
            map_scripts=(ground, *(assets.path_of(script) for script in MAP_SCRIPTS)),
            basemap=str,
            links=links,
            styles=_STYLES,
            notes=_notes(stations, day),
            words=site_words.SCRIPTS,
            data=_hours_data(stations, lang),
            policy=policy,
        )
        pages[name] = render_page(stations, lang, None, review_number, frame)
    return pages


def single_page(
    stations: StationSet,
    day: date,
    travel: Mapping[str, Travel],
    *,
    lang: Language,
    review_number: str,
) -> str:
    """Return one page that holds everything: it opens by a double click and asks for nothing."""
    first, *others = offline_scripts()
    # What puts the parts together starts the map at once, since its scripts are here already.
    at = others.index("js/main.js")
    data = data_script("given", site_data(stations, day, travel))
    texts = [script_text(first), data, _basemap_script()]
    texts += [script_text(name) for name in (*others[:at], *MAP_SCRIPTS, *others[at:])]
    # As one: between scripts browsers stop to paint what is about to change anyway.
    inline = Inline(_style(), (_contained("\n".join(texts)),))
    frame = PageFrame(
        asset=str,
        pages={lang: ""},
        styles=_STYLES,
        links=(),
        station_page=verbatim(""),
        scripts=(),
        map_scripts=(),
        basemap=str,
        notes=_notes(stations, day),
        words=site_words.SCRIPTS,
        data=_hours_data(stations, lang),
        policy=_inline_policy(inline),
        inline=inline,
    )
    return render_page(stations, lang, None, review_number, frame)


def _hours_data(stations: StationSet, lang: Language) -> dict[str, object]:
    return {
        "hours_in_words": [word_hours(text.osm, lang) for text in stations.hours.distinct],
        "hours_wording": hours_words(lang),
        "told_reasons": [*STATED_REASONS, "calendar_ended"],
    }


def _notes(stations: StationSet, day: date) -> tuple[Phrase, ...]:
    until = last_day(stations.hours.calendar, day).isoformat()
    return phrase("site.page.data_date", date=day), phrase("site.page.hours_until", until=until)


def _basemap_script() -> str:
    return data_script("ground", json.loads(basemap_text()))


def _style() -> str:
    """Return all styles, without pictures that nothing shows."""
    names = (*_STYLES, *MAP_STYLES)
    texts = [(static_folder() / name).read_text(encoding="utf-8") for name in names]
    return _PICTURE.sub("none", "\n".join(texts))


def _contained(script: str) -> str:
    r"""Return a script that can't end its element; within strings `\x3c` is the same character."""
    return _SCRIPT_END.sub(r"\\x3c", script)


def _inline_policy(inline: Inline) -> str:
    """Return a policy that lets just these texts run and dress the page."""
    scripts = " ".join(_hash(text) for text in inline.scripts)
    return (
        f"default-src 'none'; script-src {scripts}; style-src {_hash(inline.style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
    return f"'sha256-{digest}'"
