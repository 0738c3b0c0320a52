"""The frame of pages that are documents: no script, the site's style, both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from locator.errors import Words
from locator.publish.assets import asset_url
from locator.publish.templating import environment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from locator.errors import Language

_STYLES = ("css/page.css", "css/document.css")
_WORDS = {
    "home": Words("附近驿站", "Rest stations"),
    "other_language": Words("English", "中文"),
    "path": Words("当前位置", "You are here"),
    "as_json": Words("JSON", "JSON"),
    "licence": Words("许可与来源", "Licence and sources"),
}


def render_document(
    template: str,
    lang: Language,
    path: str,
    title: str,
    *,
    query: Iterable[tuple[str, str]] = (),
    trail: Iterable[tuple[str, str]] = (),
    json: str = "",
    **content: object,
) -> str:
    """Return a page.

    Parameters
    ----------
    template
        One that extends `document.html`.
    lang
        Of its words.
    path, query
        Its own address, for the link to the other language.
    title
        Plain text.
    trail
        Titles and addresses of the pages above it.
    json
        The address of the same as JSON; empty where there is none.
    content
        What the template is filled with.
    """
    say = {key: text.in_language(lang) for key, text in _WORDS.items()}
    kept = [(key, value) for key, value in query if key != "lang"]
    other = [*kept, ("lang", "en")] if lang == "zh" else kept
    return (
        environment()
        .get_template(template)
        .render(
            lang=lang,
            frame=say,
            suffix="" if lang == "zh" else "?lang=en",
            styles=[asset_url(name) for name in _STYLES],
            title=title,
            trail=list(trail),
            json=json,
            other=path + ("?" + urlencode(other) if other else ""),
            **content,
        )
    )
