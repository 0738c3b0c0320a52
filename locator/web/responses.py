"""How long an answer holds: ETags from the body, 304 for who has it already, and max-age.

Errors as `application/problem+json`, RFC 9457: one table maps errors to statuses.
Answers that are documents: as JSON or as a page, whichever is asked for.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from locator.errors import MISSING, LocatorError, ParameterError
from locator.language import LANGUAGES, Language, phrase, phrases
from locator.publish.courier.courier_page import content_policy
from locator.publish.openapi.schemas import F
from locator.web.parameters import ParameterErrors

if TYPE_CHECKING:
    from datetime import datetime

    from locator.web.parameters import Query


LONGEST_MAX_AGE_S = 60


def max_age(now: datetime) -> int:
    """Return for how many seconds an answer for `now` holds, at most.

    States, arrivals and days change on full minutes only, and `now` means the minute that has
    begun. So until the next one nothing can differ: neither a station in the answer, nor one that
    was passed over as closed. What is left of the minute is rounded down.
    """
    return LONGEST_MAX_AGE_S - 1 - now.second


def conditional(answer: Response) -> Response:
    """Return the answer with a strong ETag of its body, or 304 if the client's copy has that tag.

    A compressed answer is another representation, with a tag of its own: Flask-Compress makes it
    from this one and compares it after this.
    """
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
    answer.headers["Content-Language"] = lang
    answer.headers["Cache-Control"] = "no-store"
    return answer


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
    asked = request.args.get("lang")
    return asked if asked in LANGUAGES else LANGUAGES[0]


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
    answer.headers["Content-Language"] = lang
    # The part of the data that somebody asks for may tell where they are.
    answer.headers["Cache-Control"] = "private, no-cache" if "bbox" in request.args else "no-cache"
    answer.vary.add("Accept")
    return conditional(answer)
