"""Pages for people, and the files that they are made of. Pages ignore unknown parameters.

The map on other people's pages: the frame, its chooser, oEmbed, and what the frame draws.
"""

from __future__ import annotations

from locator.errors import Words
from locator.find.view import MAX_ZOOM
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
        Words("查找附近驿站的网页", "The page that finds stations nearby"),
        _PAGE, shared("lang"), (),
    ),
    Endpoint(
        "/stations/{station_id}", "station_page", "pages",
        Words("一个站点的网页，可打印", "A station's page, to be printed too"),
        _PAGE, shared("station_id", "at", "lang"), (404,), failures_as="text/html",
    ),
    Endpoint(
        "/sitemap.xml", "sitemap", "pages",
        Words("网站地图，没有示例站点", "The site's map, without sample stations"),
        _SITEMAP, (), (404,),
    ),
    Endpoint(
        "/sitemap-{number}.xml", "sitemap_part", "pages",
        Words("网站地图的一部分", "A part of the site's map"),
        _SITEMAP,
        (path("number", Words("第几部分", "Which part"), {"type": "integer", "minimum": 0}),),
        (404,),
    ),
    Endpoint(
        "/robots.txt", "robots", "pages",
        Words("搜索引擎可以读取什么", "What robots may read"),
        {"text/plain": HTML}, (), (),
    ),
    Endpoint(
        "/licence", "licence", "pages",
        Words("数据的许可、来源和日期", "Licence, sources and date of the data"),
        _PAGE, shared("lang"), (),
    ),
    Endpoint(
        "/basemap.geojson", "basemap", "pages",
        Words("随程序提供的底图", "The bundled basemap"),
        {"application/geo+json": ref("feature_collection")}, shared("v"), (),
    ),
    Endpoint(
        "/static/{name}", "static", "pages",
        Words("网页的脚本、样式和图标", "The pages' scripts, styles and icons"),
        {"*/*": _FILE},
        (
            path(
                "name", Words("文件名，可含斜线", "The file's name, slashes included"),
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
        "zoom", Words("缩放级别", "The map's zoom level"),
        {
            "type": "integer", "minimum": MIN_ZOOM, "maximum": MAX_EMBED_ZOOM,
            "default": DEFAULT_ZOOM,
        },
    ),
    *shared("kind", "service", "open"),
    query(
        "radius_m", Words("画出此半径的服务范围，米", "Draws service areas of this radius, metres"),
        {"type": "number", "minimum": LEAST_MAP_RADIUS_M, "maximum": MOST_RADIUS_M},
    ),
    *shared("lang"),
    query("theme", Words("配色", "The colours"), one_of(THEMES, "auto")),
    query("list", Words("站点列表的位置", "Where the list stands"), one_of(LIST_PLACES, "below")),
    query("title", Words("标题", "A heading"), {"type": "string", "maxLength": LONGEST_TITLE}),
    query(
        "controls", Words("缩放和筛选按钮", "Zoom and filter buttons"), {**_SWITCH, "default": "1"}
    ),
    query("locate", Words("“定位我”按钮", "A locate button"), {**_SWITCH, "default": "0"}),
)  # fmt: skip


def _size(name: str, text: Words) -> dict[str, object]:
    return query(name, text, {"type": "integer", "minimum": 1, "maximum": 100_000})


_SHARING_ENDPOINTS = (
    Endpoint(
        "/api/v1/areas", "areas", "courier",
        Words("地图上的服务范围：圆心", "Service areas as a map draws them: their centres"),
        {
            _JSON: record(
                {
                    "radius_m": NUMBER,
                    "centres": {
                        **listed({**listed(NUMBER), "minItems": 2, "maxItems": 2}),
                        "title": Words("[经度, 纬度]", "[lon, lat]"),
                    },
                }
            )
        },
        (
            optional("bbox"),
            query(
                "zoom",
                Words(
                    "缩放级别；同一像素附近的圆心只给一个",
                    "The zoom level; of centres on one spot one is told",
                ),
                {"type": "integer", "minimum": 0, "maximum": MAX_ZOOM, "default": 7},
            ),
            query(
                "radius_m", Words("服务半径，米", "The service radius in metres"),
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
        Words(
            "可嵌入网页的地图；不能用的参数取默认值",
            "The map for other people's pages; what is wrong takes its default",
        ),
        _PAGE, _CHOICES, (),
    ),
    Endpoint(
        "/share", "share", "pages",
        Words(
            "选择嵌入内容，取代码、链接、二维码和图片",
            "Chooses an embedded map; its code, link, QR code and picture",
        ),
        _PAGE,
        (
            *_CHOICES,
            query("ui", Words("本页的语言", "This page's own language"), one_of(("zh", "en"))),
            query(
                "height", Words("嵌入框的高度，像素", "The frame's height in pixels"),
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
        Words("oEmbed：把本站网址变成地图", "oEmbed: turns an address of this site into the map"),
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
                "url", Words("本站一个网页的地址", "The address of a page of this site"), TEXT,
                required=True, example="http://localhost/embed",
            ),
            _size("maxwidth", Words("最大宽度，像素", "At most this wide, pixels")),
            _size("maxheight", Words("最大高度，像素", "At most this high, pixels")),
            query(
                "format", Words("格式，只有 json", "The format: json only"),
                {**TEXT, "default": "json"},
            ),
            *shared("lang"),
        ),
        (400, 404, 501),
    ),
)  # fmt: skip

ENDPOINTS = (*_PAGE_ENDPOINTS, *_SHARING_ENDPOINTS)
