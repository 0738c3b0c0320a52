"""Errors as `application/problem+json`, RFC 9457: one table maps errors to statuses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from locator.errors import MISSING, LocatorError, ParameterError
from locator.web.parameters import ParameterErrors

if TYPE_CHECKING:
    from locator.errors import Language

_STATUSES: dict[type[LocatorError], int] = {
    ParameterErrors: 400,
    ParameterError: 400,
}
_TITLES = {
    400: ("请求参数有误", "Bad request"),
    404: ("没有此页", "Not found"),
    405: ("不支持此方法", "Method not allowed"),
    500: ("服务器内部错误", "Internal server error"),
    503: ("暂时繁忙", "Busy"),
}


def init_app(app: Flask) -> None:
    """Answer every error with a problem."""
    app.register_error_handler(LocatorError, _locator_error)
    app.register_error_handler(HTTPException, _http_error)


def problem(status: int, detail: str, lang: Language, **members: object) -> Response:
    """Return a problem; `members` are RFC 9457's extension members."""
    titles = _TITLES.get(status)
    title = titles[0 if lang == "zh" else 1] if titles else f"HTTP {status}"
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **members}
    text = json.dumps(body, ensure_ascii=False)
    answer = Response(text, status, content_type="application/problem+json")
    answer.headers["Content-Language"] = lang
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _locator_error(error: LocatorError) -> Response:
    status = next((code for kind, code in _STATUSES.items() if isinstance(error, kind)), 500)
    lang = error.lang if isinstance(error, ParameterErrors) else _asked_language()
    if status >= 500:
        raise error
    errors = error.errors if isinstance(error, ParameterErrors) else [error]
    listed = [_parameter(e, lang) for e in errors if isinstance(e, ParameterError)]
    detail = "；" if lang == "zh" else "; "
    text = detail.join(e.in_language(lang) for e in errors)
    return problem(status, text, lang, **listed[0], errors=listed)


def _parameter(error: ParameterError, lang: Language) -> dict[str, object]:
    """Return a wrong parameter, its value as given (null: not given), and what is allowed."""
    return {
        "parameter": error.parameter,
        "value": None if error.value is MISSING else error.value,
        "allowed": error.allowed.in_language(lang),
    }


def _http_error(error: HTTPException) -> Response:
    """Answer what Flask itself refuses: unknown paths, other methods, and what went wrong here."""
    lang = _asked_language()
    status = error.code or 500
    detail = {404: request.path, 405: request.method}.get(status, "")
    answer = problem(status, detail, lang)
    allow = getattr(error, "valid_methods", None)
    if allow:
        answer.headers["Allow"] = ", ".join(sorted(allow))
    return answer


def _asked_language() -> Language:
    return "en" if request.args.get("lang") == "en" else "zh"
