"""How long an answer holds: ETags from the body, 304 for who has it already, and max-age."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Response


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
