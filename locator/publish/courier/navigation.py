"""Links that open a map application at a station, each in its application's datum and order.

A modelled station has none: nobody should be sent to one. Sources of the formats, read in
October 2026 and not verified on every device:

- Amap: https://lbs.amap.com/api/uri-api/guide/travel/route (lon,lat; GCJ-02)
- Baidu: https://lbsyun.baidu.com/faq/api?title=webapi/uri/web (lat,lng; told that it is BD-09)
- Tencent: https://lbs.qq.com/webApi/uriV1/uriGuide/uriWebRoute (lat,lng; GCJ-02)
- Apple: https://developer.apple.com/library/archive/featuredarticles/iPhoneURLScheme_Reference
  (lat,lng). It names no datum and takes no parameter for one. Its map of mainland China is Amap's,
  and places given in WGS 84 are reported some hundred metres off on it, in GCJ-02 right
  (github.com/dpa99c/phonegap-launch-navigator/issues/186). So links are in GCJ-02. Phones bought
  abroad have been reported to take WGS 84 (openradar 23124558, of 2015): for them the link may be
  off by as much, which is why Apple stands last.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from locator.geo.datum import Datum, convert_point
from locator.language import Phrase, phrase
from locator.travel import MODES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from locator.stations.station import Station
    from locator.travel import Way

# Stands in a link until the way of travelling is known.
_OPEN = "{mode}"


@dataclass(frozen=True, slots=True)
class Provider:
    """A map application.

    Parameters
    ----------
    key, name
        Its key, and its name in both languages.
    datum
        What the coordinates in its links are in.
    template
        Its link, with {lon}, {lat}, {name} and {mode}.
    ways
        Its word for each way of travelling.
    """

    key: str
    name: Phrase
    datum: Datum
    template: str
    ways: Mapping[Way, str]

    @property
    def modes(self) -> dict[str, str]:
        """Its word for each mode of travel."""
        return {mode.key: self.ways[mode.way] for mode in MODES.values()}


_TABLE = (
    Provider(
        "amap", phrase("courier.table.amap"), "gcj02",
        "https://uri.amap.com/navigation?to={lon},{lat},{name}&mode={mode}&src=locator&callnative=1",
        {"walk": "walk", "ride": "ride", "drive": "car"},
    ),
    Provider(
        "baidu", phrase("courier.table.baidu_maps"), "bd09",
        "https://api.map.baidu.com/direction?destination=latlng:{lat},{lon}|name:{name}"
        "&coord_type=bd09ll&mode={mode}&output=html&src=locator",
        {"walk": "walking", "ride": "riding", "drive": "driving"},
    ),
    Provider(
        "tencent", phrase("courier.table.tencent_maps"), "gcj02",
        "https://apis.map.qq.com/uri/v1/routeplan?type={mode}&tocoord={lat},{lon}&to={name}"
        "&referer=locator",
        {"walk": "walk", "ride": "walk", "drive": "drive"},
    ),
    Provider(
        "apple", phrase("courier.table.apple_maps"), "gcj02",
        "https://maps.apple.com/?daddr={lat},{lon}&dirflg={mode}",
        {"walk": "w", "ride": "w", "drive": "d"},
    ),
)  # fmt: skip

PROVIDERS: dict[str, Provider] = {provider.key: provider for provider in _TABLE}

# Characters that separate fields in these links, and would do so once decoded.
_SEPARATORS = str.maketrans(dict.fromkeys(",|:;&", " "))


def link_templates(station: Station) -> dict[str, str]:
    """Return a link per provider in which only {mode} is open; none for a modelled station."""
    if station.position == "modelled":
        return {}
    name = quote(" ".join(station.name.translate(_SEPARATORS).split()), safe="")
    places = {
        datum: convert_point(station.where, "wgs84", datum)
        for datum in {provider.datum for provider in _TABLE}
    }
    return {
        provider.key: provider.template.format(
            lon=f"{places[provider.datum].lon:.6f}",
            lat=f"{places[provider.datum].lat:.6f}",
            name=name,
            mode=_OPEN,
        ).replace("|", "%7C")
        for provider in _TABLE
    }


def link_pattern(provider: Provider) -> str:
    """Return a provider's link as scripts fill it in: {lon}, {lat}, {name} and {mode} are open."""
    return provider.template.replace("|", "%7C")


def navigation_links(station: Station, travel: str) -> dict[str, str]:
    """Return a link per provider for a key of `MODES`; none for a modelled station.

    Examples
    --------
    >>> from locator.geo.points import LonLat
    >>> from locator.stations.station import Station
    >>> station = Station("a", "love_station", "驿站", LonLat(113.65, 34.76))
    >>> navigation_links(station, "walk")["apple"]
    'https://maps.apple.com/?daddr=34.758866,113.656079&dirflg=w'
    """
    return {
        key: link.replace(_OPEN, PROVIDERS[key].modes[travel])
        for key, link in link_templates(station).items()
    }


def navigation_members(station: Station) -> dict[str, object]:
    """Return what an API's feature says of navigation: a member, or nothing."""
    links = link_templates(station)
    return {"navigation": links} if links else {}
