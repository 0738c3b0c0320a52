"""The collections: every station, whatever its status, and one for each kind."""

from __future__ import annotations

from dataclasses import dataclass

from locator.errors import Words
from locator.stations.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection of stations. `kinds` are those it holds; empty means of every kind."""

    id: str
    title: Words
    description: Words
    kinds: tuple[str, ...] = ()


_ALL = Collection(
    "stations",
    Words("全部站点", "All stations"),
    Words(
        "全部户外劳动者服务站点，含暂停和筹建的；筛选 status=active 得到在用的。",
        "Every rest station for outdoor workers, paused and planned ones too; status=active has "
        "those in service.",
    ),
)
COLLECTIONS: dict[str, Collection] = {
    _ALL.id: _ALL,
    **{
        kind.key: Collection(
            kind.key,
            Words(kind.name_zh, kind.name_en),
            Words(
                f"{kind.name_zh}：面向{kind.serves_zh}。", f"{kind.name_en}: for {kind.serves_en}."
            ),
            (kind.key,),
        )
        for kind in KINDS.values()
    },
}  # fmt: skip
