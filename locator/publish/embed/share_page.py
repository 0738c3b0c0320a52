"""The page for publishers: they choose on a live preview, and take code, link, QR or picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from locator.language import Language, joined, language_query, said_in
from locator.parameters import LANG, Parameter, Whole
from locator.publish.basemap import BASEMAP_CREDIT, basemap_url, law_notice
from locator.publish.courier import page_frame
from locator.publish.courier.courier_page import content_policy
from locator.publish.courier.page_frame import PageFrame
from locator.publish.courier.script_data import script_data, summarize
from locator.publish.documents import licence_of
from locator.publish.embed import share_words
from locator.publish.embed.oembed import frame_html, frame_title
from locator.publish.page import asset_url, embedded_json, environment, sprite_of
from locator.publish.qr import qr_svg
from locator.stations.kinds import KINDS
from locator.stations.services import SERVICES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from locator.publish.embed.embed_options import EmbedOptions
    from locator.publish.embed.first_view import FirstView
    from locator.stations.station_set import StationSet

SCRIPTS = (
    "js/core.js", "js/api.js", "js/copy.js", "js/planner/core.js", "js/planner/circles.js",
    "js/share_page/ground.js", "js/share_page/marks.js", "js/share_page/picture.js",
    "js/share_page/main.js",
)  # fmt: skip
STYLES = ("css/page.css", "css/share.css")
LEAST_HEIGHT_PX, DEFAULT_HEIGHT_PX, MOST_HEIGHT_PX = 280, 640, 4000
UI = LANG.but(name="ui", default=None)
HEIGHT = Parameter("height", Whole(LEAST_HEIGHT_PX, MOST_HEIGHT_PX), DEFAULT_HEIGHT_PX)
_ICONS = {"pin", "language", "share", "info", "warning", "map", "check", "close", "navigate"}
_LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class ShareRequest:
    """What the page is asked for.

    Parameters
    ----------
    options
        What was chosen of the map; its language is the map's.
    lang
        The page's own language.
    height_px
        Of the frame.
    base_url
        Where the public reaches this server.
    ancestors
        Who may embed the map, as the setting has it.
    notes
        What of the choice could not be used.
    other_language
        The address of this page in the other language.
    """

    options: EmbedOptions
    lang: Language
    height_px: int
    base_url: str
    ancestors: str
    notes: Sequence[str]
    other_language: str


def render_share(
    stations: StationSet,
    request: ShareRequest,
    view: FirstView,
    *,
    review_number: str = "",
) -> str:
    """Return the page's HTML.

    Parameters
    ----------
    view
        What the map shows first: the picture is drawn of it.
    review_number
        The map's 审图号; empty marks it as for internal use.
    """
    lang, options = request.lang, request.options
    link = request.base_url + options.address()
    title = frame_title(options)
    say = said_in(lang, share_words.PAGE)
    data = script_data(stations, lang, None, review_number, PageFrame(words=share_words.SCRIPTS))
    return (
        environment()
        .get_template("share.html")
        .render(
            lang=lang,
            say=say,
            request=request,
            options=options,
            fields=options.parameters(),
            selects=_selects(options, lang),
            kinds=_choices(KINDS, options.kinds, lang),
            services=_choices(SERVICES, options.services, lang),
            limits=(LEAST_HEIGHT_PX, MOST_HEIGHT_PX),
            link=link,
            preview=options.address(),
            frame_title=title,
            snippet=frame_html(link, title, "100%", request.height_px),
            qr=qr_svg(link, say["qr_of"]),
            warnings=[*_warnings(request), *request.notes],
            law=law_notice(review_number).in_language(lang),
            home="/" + language_query(lang),
            icons=sprite_of(_ICONS),
            data=embedded_json(data),
            chosen=embedded_json(_chosen(stations, request, view, review_number)),
            styles=[asset_url(name) for name in STYLES],
            scripts=[asset_url(name) for name in SCRIPTS],
        )
    )


def share_policy() -> str:
    """Return the page's Content-Security-Policy: it frames its own map, and nobody frames it."""
    return content_policy(None) + "; frame-src 'self'"


def _chosen(
    stations: StationSet, request: ShareRequest, view: FirstView, review_number: str
) -> dict[str, Any]:
    """Return what the picture is drawn from; all of it WGS 84, on the bundled basemap."""
    options, lang = request.options, request.options.lang
    box = view.box
    law = law_notice(review_number).in_language(lang)
    sample = page_frame.PAGE["sample"].in_language(lang) if summarize(stations).modelled else ""
    dated = share_words.PICTURE["date"].in_language(lang).format(date=licence_of(stations).date)
    credit = BASEMAP_CREDIT.in_language(lang)
    notices = (sample, law, dated, *_left_out(options), credit)
    return {
        "title": frame_title(options),
        "lang": lang,
        "box": [box.west, box.south, box.east + 360.0 * (box.east < box.west), box.north],
        "zoom": view.zoom,
        "kind": options.kinds,
        "service": options.services,
        "open": options.open,
        "radius_m": options.radius_m,
        "credits": [text for text in notices if text],
        "scan": share_words.PICTURE["scan"].in_language(lang),
        "counted": share_words.PICTURE["counted"].in_language(lang),
        "area": _area(options),
        "kind_names": {k.key: k.name.in_language(lang) for k in KINDS.values()},
        "basemap": basemap_url(),
        "preview": options.address(),
    }


def _left_out(options: EmbedOptions) -> list[str]:
    """Return what a picture says of stations that it leaves out; its legend has the kinds."""
    lang, notices = options.lang, []
    if options.services:
        rows = [SERVICES[key] for key in options.services]
        listed = joined(row.name for row in rows).in_language(lang)
        notices.append(share_words.PICTURE["offering"].in_language(lang).format(services=listed))
    if options.open != "any":
        notices.append(share_words.PICTURE[options.open].in_language(lang))
    return notices


def _area(options: EmbedOptions) -> str:
    """Return what a picture's legend says of service areas; empty where none are drawn."""
    if options.radius_m is None:
        return ""
    template = share_words.PICTURE["area"].in_language(options.lang)
    return template.format(radius=f"{options.radius_m:,.10g}")


def _selects(options: EmbedOptions, lang: Language) -> list[dict[str, Any]]:
    """Return the fields of which one value is chosen."""
    chosen = {
        "open": options.open,
        "radius_m": f"{options.radius_m:g}" if options.radius_m else "",
        "list": options.list,
        "theme": options.theme,
        "lang": options.lang,
        "controls": "1" if options.controls else "0",
        "locate": "1" if options.locate else "0",
    }
    selects = []
    for name, value in chosen.items():
        table = share_words.CHOICES[name if name in share_words.CHOICES else "switch"]
        values = [(key, text.in_language(lang), key == value) for key, text in table.items()]
        if value not in table:  # such as a radius of the address's own
            values.append((value, value, True))
        label = share_words.PAGE[name].in_language(lang)
        selects.append({"name": name, "label": label, "values": values})
    return selects


def _choices(table: Any, chosen: Sequence[str], lang: Language) -> list[tuple[str, str, bool]]:
    return [(row.key, row.name.in_language(lang), row.key in chosen) for row in table.values()]


def _warnings(request: ShareRequest) -> list[str]:
    """Return what keeps the map from being seen where it is put."""
    warnings = []
    parts = urlsplit(request.base_url)
    if (parts.hostname or "") in _LOCAL:
        warnings.append(share_words.PAGE["local"].in_language(request.lang))
    elif parts.scheme == "http":
        warnings.append(share_words.PAGE["plain_http"].in_language(request.lang))
    if request.ancestors != "*":
        own = share_words.PAGE["own_pages"].in_language(request.lang)
        hosts = request.ancestors.replace("'self'", own)
        template = share_words.PAGE["ancestors"].in_language(request.lang)
        warnings.append(template.format(hosts=hosts))
    return warnings
