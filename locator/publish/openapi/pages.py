"""Pages for people, and the files that they are made of. Pages ignore unknown parameters."""

from __future__ import annotations

from locator.errors import Words
from locator.publish.openapi.endpoint import HTML, Endpoint
from locator.publish.openapi.parameters import path, shared
from locator.publish.openapi.schemas import ref

_PAGE = {"text/html": HTML}
_SITEMAP = {"application/xml": HTML}
_FILE = {"type": "string", "format": "binary"}

ENDPOINTS = (
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
