"""One endpoint's part of the document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from locator.errors import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from locator.publish.openapi.parameters import Parameter

_FAILURES = {
    400: Words("参数有误", "A parameter is wrong"),
    404: Words("没有此项", "There is no such thing"),
    422: Words("没有方案能满足全部约束", "No plan keeps to all constraints"),
    501: Words("没有此格式", "There is no such format"),
    503: Words("暂时无法答复", "It can't be answered at present"),
}
PROBLEM = {"$ref": "#/components/schemas/problem"}
HTML = {"type": "string"}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A path that answers GET and HEAD.

    Parameters
    ----------
    path
        With braces around parameters, from the server's root.
    name
        Its operationId.
    tag
        A key of `TAGS`.
    summary
        One line.
    answers
        Schemas of a good answer by media type.
    parameters
        Parts of `parameters`.
    failures
        Statuses of the problems it may answer with.
    switch
        The setting that turns it off, if there is one.
    failures_as
        The media type of a problem that is told as a page.
    """

    path: str
    name: str
    tag: str
    summary: Words
    answers: Mapping[str, Mapping[str, Any]]
    parameters: Sequence[Parameter] = ()
    failures: Sequence[int] = (400,)
    switch: str = ""
    failures_as: str = "application/problem+json"

    def operation(self) -> dict[str, Any]:
        """Return the path's item, its texts in both languages."""
        good = {
            "description": Words("结果", "The answer"),
            "content": {media: {"schema": schema} for media, schema in self.answers.items()},
        }
        unchanged = {"description": Words("内容未变", "Not modified")}
        schema = HTML if self.failures_as == "text/html" else PROBLEM
        problems = {
            str(status): {
                "description": _FAILURES[status],
                "content": {self.failures_as: {"schema": schema}},
            }
            for status in self.failures
        }
        return {
            "get": {
                "operationId": self.name,
                "tags": [self.tag],
                "summary": self.summary,
                "parameters": list(self.parameters),
                "responses": {"200": good, "304": unchanged, **problems},
            }
        }
