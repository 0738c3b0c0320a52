"""ETags from the body, and 304 for who has it already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

if TYPE_CHECKING:
    from flask import Response


def conditional(answer: Response) -> Response:
    """Return the answer with a strong ETag of its body, or 304 if the client's copy has that tag.

    A compressed answer is another representation, with a tag of its own: Flask-Compress makes it
    from this one and compares it after this.
    """
    answer.add_etag()
    answer.make_conditional(request)
    return answer
