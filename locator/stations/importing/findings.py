"""What an import has to say of a list: a finding for each thing, with place and remedy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from locator.errors import Language, Words, shown_value
from locator.stations.importing.personal_data import mask

if TYPE_CHECKING:
    from locator.geo.points import LonLat

Severity = Literal["rejected", "warning", "repaired", "note"]

SEVERITIES: dict[Severity, Words] = {
    "rejected": Words("退回", "rejected"),
    "warning": Words("提醒", "warning"),
    "repaired": Words("已修正", "repaired"),
    "note": Words("说明", "note"),
}

CODES: dict[str, Words] = {
    "no_position": Words("没有可用的位置", "no usable position"),
    "no_kind": Words("没有类别", "no kind"),
    "no_name": Words("没有名称", "no name"),
    "second_table": Words("在另一张表的表头之下", "below another table's headings"),
    "not_valid": Words("属性不能成立", "properties that can't stand"),
    "ambiguous": Words("无法与另一行区分", "can't be told from another row"),
    "swapped": Words("经纬度颠倒", "longitude and latitude swapped"),
    "dms": Words("度分秒写法", "degrees, minutes, seconds"),
    "decimal_point": Words("缺小数点", "decimal point missing"),
    "wrong_district": Words("不在所填区县内", "outside the stated district"),
    "outside_province": Words("不在省内", "outside the province"),
    "near_duplicate": Words("相距 30 米内且名称相近", "within 30 m of one of a similar name"),
    "crowd": Words("多个站点挤在一处", "many stations at one place"),
    "hours": Words("开放时间无法理解", "hours not understood"),
    "services": Words("有不认识的服务", "services not recognised"),
    "phone": Words("不是公开电话", "no public phone number"),
    "value": Words("值不可用，原样另存", "value not usable, kept aside"),
    "quotes": Words("引号可能不配对", "quotation marks that may not pair"),
    "above": Words("表头之上有成行的内容", "rows above the headings"),
    "areas": Words("面以内点为位置", "areas by an inner point"),
    "osm": Words("OSM 数据的取舍", "what was taken from OSM"),
    "personal": Words("个人信息已删去", "personal data dropped"),
    "id": Words("编号不可用", "id not usable"),
    "conflict": Words("合并的行内容不一", "merged rows differ"),
    "district_unknown": Words("所填区县无法核对", "stated district can't be judged"),
    "not_a_list": Words("没有认出表头", "no headings recognised"),
    "serial": Words("序号不作编号", "serial numbers are no ids"),
    "datums_differ": Words("两套坐标不一致", "two positions that differ"),
    "coordsys": Words("坐标系", "datum"),
}


class Place(NamedTuple):
    """Where in a list: file, worksheet or layer, row (None: all of it), heading of the column."""

    file: str
    sheet: str
    row: int | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in a list. Its value never shows a person's number.

    Parameters
    ----------
    code
        A key of `CODES`.
    severity
        What came of it.
    place
        Where it stands.
    value
        What stands there.
    problem, remedy
        What is wrong, and what to do about it.
    point
        The position in question, WGS 84.
    name
        The station's name.
    """

    code: str
    severity: Severity
    place: Place
    value: str
    problem: Words
    remedy: Words
    point: LonLat | None = None
    name: str = ""

    def in_language(self, lang: Language) -> str:
        """Return one line: place, column, value, problem, remedy."""
        parts = [place_in_language(self.place, lang)]
        shown = shown_value(self.value, 60) if self.value else ""
        parts.append(" ".join(text for text in (self.place.column or "", shown) if text))
        colon, semicolon = ("：", "；") if lang == "zh" else (": ", "; ")
        said = self.problem.in_language(lang) + semicolon + self.remedy.in_language(lang)
        return colon.join(text for text in (*parts, said) if text)


def finding(  # noqa: PLR0917  # read like the line it becomes
    code: str,
    severity: Severity,
    place: Place,
    value: object,
    problem: Words,
    remedy: Words,
    point: LonLat | None = None,
    name: str = "",
) -> Finding:
    """Return a finding with its value made fit to be shown."""
    shown = "" if value is None else mask(str(value))
    return Finding(code, severity, place, shown, problem, remedy, point, mask(name))  # fmt: skip


def words_for(place: Place) -> Words:
    """Return a place as it stands within a sentence."""
    return Words(f" {place_in_language(place, 'zh')} ", place_in_language(place, "en"))


def place_in_language(place: Place, lang: Language) -> str:
    """Return file, sheet and row as a person names them."""
    where = f"{place.file}[{place.sheet}]" if place.sheet else place.file
    if place.row is None:
        return where
    return f"{where} 第 {place.row} 行" if lang == "zh" else f"{where} row {place.row}"
