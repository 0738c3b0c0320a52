"""What the one who embeds the map chooses, and the address that says so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, get_args
from urllib.parse import quote, urlencode

from locator.language import phrases
from locator.parameters import Number, OneOf, Parameter, Switch, Text, Whole
from locator.plan.reach import LEAST_MAP_RADIUS_M, MOST_AREA_RADIUS_M

if TYPE_CHECKING:
    from locator.geo.boxes import LonLatBox
    from locator.geo.points import LonLat
    from locator.language import Language
    from locator.stations.selection import Open

# What the embedded map says besides the courier's page: in its own HTML, and in what scripts make.
EMBED_WORDS = phrases("embed.page")
EMBED_SCRIPT_WORDS = phrases("embed.scripts")


Theme = Literal["auto", "light", "dark", "contrast"]
ListPlace = Literal["below", "beside", "none"]
THEMES: tuple[Theme, ...] = get_args(Theme)
LIST_PLACES: tuple[ListPlace, ...] = get_args(ListPlace)
MIN_ZOOM, MAX_ZOOM = 5, 19
# A town's quarter: some stations, and streets apart.
DEFAULT_ZOOM = 13
LONGEST_TITLE = 80

EMBED_ZOOM = Parameter("zoom", Whole(MIN_ZOOM, MAX_ZOOM), DEFAULT_ZOOM)
# Of the areas that are drawn, if any.
DRAWN_RADIUS_M = Parameter(
    "radius_m",
    Number(LEAST_MAP_RADIUS_M, MOST_AREA_RADIUS_M),
    words="radius_m_of_areas",
)
THEME: Parameter[Theme] = Parameter("theme", OneOf(THEMES), "auto")
LIST: Parameter[ListPlace] = Parameter("list", OneOf(LIST_PLACES), "below")
TITLE = Parameter("title", Text(LONGEST_TITLE), "")
CONTROLS = Parameter("controls", Switch(), default=True)
LOCATE = Parameter("locate", Switch(), default=False)


@dataclass(frozen=True, slots=True)
class EmbedOptions:
    """What an embedded map shows, and how.

    Parameters
    ----------
    bbox
        What is in view, WGS 84; it comes before a centre.
    centre, zoom
        The view's middle, WGS 84, and its zoom level. Without box or centre all is in view.
    kinds, services, open
        As for `find_nearest`.
    radius_m
        Service areas of this radius are drawn; None draws none.
    lang
        The language of its words.
    theme
        `auto` is the visitor's own: light or dark.
    list
        Where the list stands; `none` leaves it to screen readers.
    title
        A heading above the map.
    controls
        Zoom buttons and filters.
    locate
        A button that asks for the visitor's position.
    """

    bbox: LonLatBox | None = None
    centre: LonLat | None = None
    zoom: int = DEFAULT_ZOOM
    kinds: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    open: Open = "any"
    radius_m: float | None = None
    lang: Language = "zh"
    theme: Theme = "auto"
    list: ListPlace = "below"
    title: str = ""
    controls: bool = True
    locate: bool = False

    def address(self, path: str = "/embed") -> str:
        """Return the address that asks for this, what is as usual left out.

        Examples
        --------
        >>> EmbedOptions(kinds=("rider_home",), title="驿站", locate=True).address()
        '/embed?kind=rider_home&title=%E9%A9%BF%E7%AB%99&locate=1'
        """
        query = urlencode(self.parameters(), safe=",", quote_via=quote)
        return f"{path}?{query}" if query else path

    def parameters(self) -> dict[str, str]:
        """Return the same as parameters of a query, in their order."""
        usual = EmbedOptions()
        values = {**self._view(), "kind": ",".join(self.kinds), "service": ",".join(self.services)}
        for name in ("open", "radius_m", "lang", "theme", "list", "title", "controls", "locate"):
            value = getattr(self, name)
            if value != getattr(usual, name):
                values[name] = _written(value)
        return {name: value for name, value in values.items() if value}

    def in_language(self, lang: Language) -> EmbedOptions:
        """Return the same in a language."""
        return replace(self, lang=lang)

    def _view(self) -> dict[str, str]:
        if self.bbox is not None:
            box = self.bbox
            return {
                "bbox": ",".join(_degrees(d) for d in (box.west, box.south, box.east, box.north))
            }
        if self.centre is None:
            return {}
        return {
            "lon": _degrees(self.centre.lon),
            "lat": _degrees(self.centre.lat),
            "zoom": str(self.zoom),
        }


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _degrees(value: float) -> str:
    """Return degrees to some metres, without needless zeros."""
    return f"{value:.5f}".rstrip("0").rstrip(".")
