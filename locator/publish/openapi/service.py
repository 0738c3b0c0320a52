"""What the service says of itself."""

from __future__ import annotations

from locator.errors import Words
from locator.publish.ogc.links import API
from locator.publish.openapi.endpoint import HTML, Endpoint
from locator.publish.openapi.parameters import shared
from locator.publish.openapi.schemas import ref

_DOCUMENT = {"type": "object", "required": ["openapi", "info", "paths"]}

ENDPOINTS = (
    Endpoint(
        "/healthz", "healthz", "service",
        Words("服务的是哪份数据，是否最新", "What is being served, and whether it is the newest"),
        {"application/json": ref("health")}, (), (),
    ),
    Endpoint(
        "/api/openapi.json", "openapi", "service",
        Words("本文档：全部接口", "This document: every endpoint"),
        {API: _DOCUMENT}, shared("lang"),
    ),
    Endpoint(
        "/api/", "api_page", "service",
        Words("本文档的网页", "This document as a page"),
        {"text/html": HTML}, shared("lang"),
    ),
)  # fmt: skip
