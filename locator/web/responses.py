"""What answers have in common: how long they may be kept, their language, their form, and errors.

Errors are `application/problem+json`, RFC 9457. Links that must be absolute begin at `base_url`.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException

from locator.errors import MISSING, LocatorError, ParameterError
from locator.language import LANGUAGES, Language, phrase, phrases
from locator.publish.courier.courier_page import content_policy
from locator.publish.embed.oembed import discoverable
from locator.publish.openapi.schemas import F
from locator.web.parameters import ParameterErrors

if TYPE_CHECKING:
    from datetime import datetime

    from locator.settings import Settings
    from locator.web.parameters import Query


LONGEST_MAX_AGE_S = 60

# Who may keep an answer, and how long: values of Cache-Control. Any cache, asking each time:
REVALIDATED = "no-cache"
# It tells where somebody is, or what part of the map they look at: no shared cache.
PRIVATE = "private, no-cache"
# It tells nothing of who asked.
SHARED = f"public, max-age={LONGEST_MAX_AGE_S}"
# Its address changes with its bytes.
IMMUTABLE = "public, max-age=31536000, immutable"
NO_STORE = "no-store"


def max_age(now: datetime) -> int:
    """Return for how many seconds an answer for `now` holds, at most.

    States, arrivals and days change on full minutes only, and `now` means the minute that has
    begun. So until the next one nothing can differ: neither a station in the answer, nor one that
    was passed over as closed. What is left of the minute is rounded down.
    """
    return LONGEST_MAX_AGE_S - 1 - now.second


def cached(answer: Response, cache_control: str, lang: Language | None = None) -> Response:
    """Return the answer with who may keep it, and its language if it has one."""
    answer.headers["Cache-Control"] = cache_control
    if lang is not None:
        answer.headers["Content-Language"] = lang
    return answer


def conditional(answer: Response, cache_control: str, lang: Language | None = None) -> Response:
    """Return a `cached` answer with a strong ETag of its body, or 304 for who has that already.

    A compressed answer is another representation, with a tag of its own: Flask-Compress makes it
    from this one and compares it after this.
    """
    cached(answer, cache_control, lang)
    answer.add_etag()
    # Most requests have no copy, and werkzeug takes a tenth of a request to find that out.
    if "HTTP_IF_NONE_MATCH" in request.environ:
        answer.make_conditional(request)
    return answer


_STATUSES: dict[type[LocatorError], int] = {
    ParameterErrors: 400,
    ParameterError: 400,
}
_TITLES = phrases("web.status")


def init_app(app: Flask) -> None:
    """Answer every error with a problem."""
    app.register_error_handler(LocatorError, _locator_error)
    app.register_error_handler(HTTPException, _http_error)


def problem(status: int, detail: str, lang: Language, **members: object) -> Response:
    """Return a problem; `members` are RFC 9457's extension members."""
    known = _TITLES.get(str(status))
    title = known.in_language(lang) if known else f"HTTP {status}"
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **members}
    text = json.dumps(body, ensure_ascii=False)
    answer = Response(text, status, content_type="application/problem+json")
    return cached(answer, NO_STORE, lang)


def _locator_error(error: LocatorError) -> Response:
    status = next((code for kind, code in _STATUSES.items() if isinstance(error, kind)), 500)
    lang = error.lang if isinstance(error, ParameterErrors) else requested_language()
    if status >= 500:
        raise error
    errors = error.errors if isinstance(error, ParameterErrors) else [error]
    listed = [_parameter(e, lang) for e in errors if isinstance(e, ParameterError)]
    separator = phrase("language.semicolon").in_language(lang)
    text = separator.join(e.in_language(lang) for e in errors)
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
    lang = requested_language()
    status = error.code or 500
    detail = {404: request.path, 405: request.method}.get(status, "")
    answer = problem(status, detail, lang)
    allow = getattr(error, "valid_methods", None)
    if allow:
        answer.headers["Allow"] = ", ".join(sorted(allow))
    return answer


def requested_language() -> Language:
    """Return the language that a request's `lang` names, else the first of them."""
    lang = request.args.get("lang")
    return lang if lang in LANGUAGES else LANGUAGES[0]


_HTML = "text/html"
_JSON = ("application/json", "application/geo+json", "application/vnd.oai.openapi+json")


def wants_html(query: Query) -> bool:
    """Tell whether a page is asked for: by `f`, else by the Accept header."""
    form = query.take(F)
    if form:
        return form == "html"
    accepted = request.accept_mimetypes
    return accepted.quality(_HTML) > max(accepted.quality(kind) for kind in _JSON)


def page_answer(text: str, lang: Language) -> Response:
    """Return a page without scripts, which no other page may frame."""
    answer = Response(text)
    answer.headers["Content-Security-Policy"] = content_policy(None)
    return _finished(answer, lang)


def json_answer(text: str, lang: Language, media_type: str) -> Response:
    """Return a JSON document."""
    return _finished(Response(text, content_type=media_type), lang)


def _finished(answer: Response, lang: Language) -> Response:
    answer.vary.add("Accept")
    return conditional(answer, PRIVATE if "bbox" in request.args else REVALIDATED, lang)


_HOST = re.compile(r"[A-Za-z0-9.-]+(?::[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](?::[0-9]{1,5})?")
_HOST_ALLOWED = phrase("web.allowed")


def base_url() -> str:
    """Return the address of `/` without its slash: as set, else that of the present request.

    Raises
    ------
    ParameterError
        If the Host is no host's name: it is not repeated.
    """
    base = known_base_url()
    if not base:
        raise ParameterError("Host", request.host, _HOST_ALLOWED)
    return base


def known_base_url() -> str:
    """Return the same, empty where the Host is none that can be repeated.

    For pages that can do without: people on a host of their own network, such as `my_server`,
    still get them.
    """
    settings: Settings = current_app.extensions["settings"]
    if settings.base_url:
        return settings.base_url
    return request.root_url.rstrip("/") if _HOST.fullmatch(request.host) else ""


def discoverable_answer(text: str, title: str, lang: Language, policy: str) -> Response:
    """Return the present request's page, with the link to its oEmbed answer.

    Without the link where the request's Host is none that can be repeated: people on a host of
    their own network, such as `my_server`, still get the page.

    Parameters
    ----------
    text, title
        The page's HTML, and what the map is called that hosts make of it.
    policy
        Its Content-Security-Policy.
    """
    answer = Response(_with_link(text, title))
    answer.headers["Content-Security-Policy"] = policy
    return conditional(answer, REVALIDATED, lang)


def _with_link(text: str, title: str) -> str:
    base = known_base_url()
    if not base:
        return text
    query = request.query_string.decode("ascii", "ignore")
    address = base + request.path + (f"?{query}" if query else "")
    return discoverable(text, address, base, title)
