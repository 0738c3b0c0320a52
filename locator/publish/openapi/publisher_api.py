"""Pages for people, and the files that they are made of. Pages ignore unknown parameters.

The map on other people's pages: the frame, its chooser, oEmbed, and what the frame draws.
"""

from __future__ import annotations

from locator.find.view import MAX_ZOOM
from locator.language import LANGUAGES, Phrase, phrase
from locator.publish.embed.embed_options import (
    DEFAULT_ZOOM,
    LIST_PLACES,
    LONGEST_TITLE,
    MIN_ZOOM,
    THEMES,
)
from locator.publish.embed.embed_options import MAX_ZOOM as MAX_EMBED_ZOOM
from locator.publish.embed.share_page import DEFAULT_HEIGHT_PX, LEAST_HEIGHT_PX, MOST_HEIGHT_PX
from locator.publish.openapi.schemas import (
    HTML,
    NUMBER,
    TEXT,
    Endpoint,
    listed,
    one_of,
    optional,
    path,
    query,
    record,
    ref,
    shared,
)
from locator.publish.planner_map.map_form import DEFAULT_RADIUS_M, LEAST_MAP_RADIUS_M, MOST_RADIUS_M

_PAGE = {"text/html": HTML}
_SITEMAP = {"application/xml": HTML}
_FILE = {"type": "string", "format": "binary"}

_PAGE_ENDPOINTS = (
    Endpoint(
        "/", "page", "pages",
        phrase("openapi.page_endpoints.page_finds_stations_nearby"),
        _PAGE, shared("lang"), (),
    ),
    Endpoint(
        "/stations/{station_id}", "station_page", "pages",
        phrase("openapi.page_endpoints.stations_page_printed_too"),
        _PAGE, shared("station_id", "at", "lang"), (404,), failures_as="text/html",
    ),
    Endpoint(
        "/sitemap.xml", "sitemap", "pages",
        phrase("openapi.page_endpoints.sites_map_without_sample_stations"),
        _SITEMAP, (), (404,),
    ),
    Endpoint(
        "/sitemap-{number}.xml", "sitemap_part", "pages",
        phrase("openapi.page_endpoints.part_sites_map"),
        _SITEMAP,
        (path("number", phrase("openapi.page_endpoints.part"), {"type": "integer", "minimum": 0}),),
        (404,),
    ),
    Endpoint(
        "/robots.txt", "robots", "pages",
        phrase("openapi.page_endpoints.what_robots_may_read"),
        {"text/plain": HTML}, (), (),
    ),
    Endpoint(
        "/licence", "licence", "pages",
        phrase("openapi.page_endpoints.licence_sources_date_data"),
        _PAGE, shared("lang"), (),
    ),
    Endpoint(
        "/basemap.geojson", "basemap", "pages",
        phrase("openapi.page_endpoints.bundled_basemap"),
        {"application/geo+json": ref("feature_collection")}, shared("v"), (),
    ),
    Endpoint(
        "/static/{name}", "static", "pages",
        phrase("openapi.page_endpoints.pages_scripts_styles_icons"),
        {"*/*": _FILE},
        (
            path(
                "name", phrase("openapi.page_endpoints.files_name_slashes_included"),
                {"type": "string", "minLength": 1}, example="icons.svg",
            ),
            *shared("v"),
        ),
        (404,),
    ),
)  # fmt: skip


_JSON = "application/json"
_SWITCH = {"type": "string", "enum": ["0", "1"]}

_CHOICES = (
    optional("bbox"),
    optional("lon"),
    optional("lat"),
    query(
        "zoom", phrase("openapi.choices.maps_zoom_level"),
        {
            "type": "integer", "minimum": MIN_ZOOM, "maximum": MAX_EMBED_ZOOM,
            "default": DEFAULT_ZOOM,
        },
    ),
    *shared("kind", "service", "open"),
    query(
        "radius_m", phrase("openapi.choices.draws_service_areas_radius_metres"),
        {"type": "number", "minimum": LEAST_MAP_RADIUS_M, "maximum": MOST_RADIUS_M},
    ),
    *shared("lang"),
    query("theme", phrase("openapi.choices.colours"), one_of(THEMES, "auto")),
    query("list", phrase("openapi.choices.where_list_stands"), one_of(LIST_PLACES, "below")),
    query(
        "title", phrase("openapi.choices.heading"),
        {"type": "string", "maxLength": LONGEST_TITLE},
    ),
    query(
        "controls", phrase("openapi.choices.zoom_filter_buttons"), {**_SWITCH, "default": "1"}
    ),
    query("locate", phrase("openapi.choices.locate_button"), {**_SWITCH, "default": "0"}),
)  # fmt: skip


def _size(name: str, text: Phrase) -> dict[str, object]:
    return query(name, text, {"type": "integer", "minimum": 1, "maximum": 100_000})


_SHARING_ENDPOINTS = (
    Endpoint(
        "/api/v1/areas", "areas", "courier",
        phrase("openapi.sharing_endpoints.service_areas_map_draws_them"),
        {
            _JSON: record(
                {
                    "radius_m": NUMBER,
                    "centres": {
                        **listed({**listed(NUMBER), "minItems": 2, "maxItems": 2}),
                        "title": phrase("openapi.sharing_endpoints.centres.title"),
                    },
                }
            )
        },
        (
            optional("bbox"),
            query(
                "zoom",
                phrase("openapi.sharing_endpoints.zoom_level_centres_one_spot"),
                {"type": "integer", "minimum": 0, "maximum": MAX_ZOOM, "default": 7},
            ),
            query(
                "radius_m", phrase("openapi.sharing_endpoints.service_radius_metres"),
                {
                    "type": "number", "minimum": 0, "maximum": MOST_RADIUS_M,
                    "default": DEFAULT_RADIUS_M,
                },
            ),
            *shared("kind", "service", "at", "open", "coordsys", "lang"),
        ),
    ),
    Endpoint(
        "/embed", "embed", "pages",
        phrase("openapi.sharing_endpoints.map_other_peoples_pages_what"),
        _PAGE, _CHOICES, (),
    ),
    Endpoint(
        "/share", "share", "pages",
        phrase("openapi.sharing_endpoints.chooses_embedded_map_code_link"),
        _PAGE,
        (
            *_CHOICES,
            query(
                "ui", phrase("openapi.sharing_endpoints.pages_own_language"), one_of(LANGUAGES)
            ),
            query(
                "height", phrase("openapi.sharing_endpoints.frames_height_pixels"),
                {
                    "type": "integer", "minimum": LEAST_HEIGHT_PX, "maximum": MOST_HEIGHT_PX,
                    "default": DEFAULT_HEIGHT_PX,
                },
            ),
        ),
        (),
    ),
    Endpoint(
        "/oembed", "oembed", "pages",
        phrase("openapi.sharing_endpoints.oembed_turns_address_site_into"),
        {
            _JSON: record(
                {
                    "version": {"type": "string", "enum": ["1.0"]},
                    "type": {"type": "string", "enum": ["rich"]},
                    "title": TEXT,
                    "provider_name": TEXT,
                    "provider_url": TEXT,
                    "cache_age": {"type": "integer", "minimum": 0},
                    "width": {"type": "integer", "minimum": 1},
                    "height": {"type": "integer", "minimum": 1},
                    "html": TEXT,
                }
            )
        },
        (
            query(
                "url", phrase("openapi.sharing_endpoints.address_page_site"), TEXT,
                required=True, example="http://localhost/embed",
            ),
            _size("maxwidth", phrase("openapi.sharing_endpoints.most_wide_pixels")),
            _size("maxheight", phrase("openapi.sharing_endpoints.most_high_pixels")),
            query(
                "format", phrase("openapi.sharing_endpoints.format_json_only"),
                {**TEXT, "default": "json"},
            ),
            *shared("lang"),
        ),
        (400, 404, 501),
    ),
)  # fmt: skip

ENDPOINTS = (*_PAGE_ENDPOINTS, *_SHARING_ENDPOINTS)
