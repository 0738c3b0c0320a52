"""The endpoints of pages and of the embedded map in the OpenAPI document.

They are the pages for people, which ignore unknown parameters, the files these are made of, and
what publishers use: the frame, its chooser, oEmbed and what the frame draws.
"""

from __future__ import annotations

from locator.find.view import ZOOM
from locator.geo.boxes import BBOX
from locator.geo.datum import COORDSYS
from locator.geo.points import LAT, LON
from locator.language import phrase
from locator.parameters import LANG
from locator.plan.reach import AREA_RADIUS_M
from locator.publish.embed.embed_options import (
    CONTROLS,
    DRAWN_RADIUS_M,
    EMBED_ZOOM,
    LIST,
    LOCATE,
    THEME,
    TITLE,
)
from locator.publish.embed.oembed import FORMAT, MAX_HEIGHT, MAX_WIDTH, URL
from locator.publish.embed.share_page import HEIGHT, UI
from locator.publish.openapi.schemas import (
    HTML,
    NUMBER,
    STATION_ID,
    TEXT,
    Endpoint,
    V,
    listed,
    path,
    record,
    ref,
)
from locator.stations.moments import AT
from locator.stations.selection import KIND, OPEN, SERVICE

_PAGE = {"text/html": HTML}
_SITEMAP = {"application/xml": HTML}
_FILE = {"type": "string", "format": "binary"}

_PAGE_ENDPOINTS = (
    Endpoint(
        "/", "page", "pages",
        phrase("openapi.page_endpoints.page_finds_stations_nearby"),
        _PAGE, (LANG,), (),
    ),
    Endpoint(
        "/stations/{station_id}", "station_page", "pages",
        phrase("openapi.page_endpoints.stations_page_printed_too"),
        _PAGE, (STATION_ID, AT, LANG), (404,), failures_as="text/html",
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
        _PAGE, (LANG,), (),
    ),
    Endpoint(
        "/basemap.geojson", "basemap", "pages",
        phrase("openapi.page_endpoints.bundled_basemap"),
        {"application/geo+json": ref("feature_collection")}, (V,), (),
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
            V,
        ),
        (404,),
    ),
)  # fmt: skip


_JSON = "application/json"
_CHOICES = (
    BBOX, LON.but(required=False), LAT.but(required=False), EMBED_ZOOM, KIND, SERVICE, OPEN,
    DRAWN_RADIUS_M, LANG, THEME, LIST, TITLE, CONTROLS, LOCATE,
)  # fmt: skip


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
            BBOX, ZOOM.but(words="zoom_of_areas"), AREA_RADIUS_M, KIND, SERVICE, AT, OPEN, COORDSYS,
            LANG,
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
        (*_CHOICES, UI, HEIGHT),
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
        (URL, MAX_WIDTH, MAX_HEIGHT, FORMAT, LANG),
        (400, 404, 501),
    ),
)  # fmt: skip

ENDPOINTS = (*_PAGE_ENDPOINTS, *_SHARING_ENDPOINTS)
