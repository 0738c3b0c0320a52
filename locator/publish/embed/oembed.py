"""oEmbed 1.0: what a pasted link becomes on other people's pages, and how they find out.

Source: https://oembed.com
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from markupsafe import Markup

from locator.language import phrase
from locator.parameters import Parameter, Parsed, Text, Whole
from locator.publish.embed.embed_options import EMBED_WORDS

if TYPE_CHECKING:
    from locator.publish.embed.embed_options import EmbedOptions

WIDTH_PX, HEIGHT_PX = 800, 600
# How long a host may keep the answer: a day.
_CACHE_AGE_S = 86_400
_MOST_PX = 999_999_999
MAX_WIDTH = Parameter("maxwidth", Whole(1, _MOST_PX))
MAX_HEIGHT = Parameter("maxheight", Whole(1, _MOST_PX))
URL: Parameter[str] = Parameter(
    "url",
    Parsed(lambda text, _now: text, phrase("embed.url")),
    required=True,
    example="http://localhost/embed",
)
FORMAT = Parameter("format", Text(40), "json")
_FRAME = Markup(
    '<iframe src="{src}" title="{title}" width="{width}" height="{height}" loading="lazy" '
    'allow="geolocation" style="border:0;max-width:100%"></iframe>'
)
_LINK = Markup(
    '<link rel="alternate" type="application/json+oembed" href="{href}" title="{title}">'
)


def frame_html(address: str, title: str, width: int | str, height: int) -> str:
    """Return the element that puts the map on a page; it works without any script of ours.

    Parameters
    ----------
    address
        Absolute.
    title
        What the frame holds, for who can't see it.
    width, height
        In pixels; the width may be a share, such as `100%`.
    """
    return str(_FRAME.format(src=address, title=title, width=width, height=height))


def frame_title(options: EmbedOptions) -> str:
    """Return what a frame is called: as chosen, else by what it is."""
    return options.title or EMBED_WORDS["title"].in_language(options.lang)


def oembed_document(
    options: EmbedOptions,
    base_url: str,
    max_width_px: int | None = None,
    max_height_px: int | None = None,
) -> dict[str, object]:
    """Return the answer for a map: a `rich` one, no larger than asked for.

    Parameters
    ----------
    base_url
        Where the public reaches this server, without a slash at its end.
    """
    width = min(WIDTH_PX, max_width_px or WIDTH_PX)
    height = min(HEIGHT_PX, max_height_px or HEIGHT_PX)
    title = frame_title(options)
    return {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": EMBED_WORDS["provider"].in_language(options.lang),
        "provider_url": base_url + "/",
        "cache_age": _CACHE_AGE_S,
        "width": width,
        "height": height,
        "html": frame_html(base_url + options.address(), title, width, height),
    }


def discoverable(page: str, address: str, base_url: str, title: str) -> str:
    """Return a page with the link by which hosts find its oEmbed answer.

    Parameters
    ----------
    page
        HTML; what is text in it has its angle brackets escaped.
    address
        The page's own, absolute.
    """
    query = urlencode({"url": address, "format": "json"})
    link = _LINK.format(href=f"{base_url}/oembed?{query}", title=title)
    return page.replace("</head>", f"{link}\n</head>", 1)
