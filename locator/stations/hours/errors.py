"""Errors of opening hours and of calendar files, and every fault of a text in both languages.

A fault says what was not understood, or what would have been; `HoursError` shows the piece of the
text with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from locator.errors import Language, LocatorError, Words, shown_value

if TYPE_CHECKING:
    from collections.abc import Sequence


# Of a text and of its piece in a message, with their quotes.
_LONGEST_SHOWN = 62


class HoursError(LocatorError, ValueError):
    """A text, or a moment, that can't be read as opening hours.

    Parameters
    ----------
    text
        The text as it was passed in; the message shows its first 60 characters.
    fault
        What was not understood and what would have been, in both languages.
    part
        The piece of the text at fault; empty when it is the whole.
    """

    def __init__(self, text: str, fault: Words, part: str = "") -> None:
        self.text = text
        self.fault = fault
        self.part = part
        super().__init__(self.in_language("en"))

    def in_language(self, lang: Language) -> str:
        """Return the message, one line: the text, its piece at fault, and what is wrong."""
        shown = shown_value(self.text, _LONGEST_SHOWN)
        piece = shown_value(self.part, _LONGEST_SHOWN) if self.part else ""
        if lang == "zh":
            at_fault = f"，问题在 {piece}" if piece else ""
            return f"开放时间 {shown} 无法理解{at_fault}（{self.fault.zh}）"
        return f"opening hours {shown}: {self.fault.en}" + (f": {piece}" if piece else "")

    def __reduce__(self) -> tuple[type[HoursError], tuple[str, Words, str]]:
        """Pickle by the arguments: worker processes hand errors back to their parent."""
        return type(self), (self.text, self.fault, self.part)


class CalendarError(LocatorError, ValueError):
    """A year file of the calendar is wrong: one error has all of its faults.

    Parameters
    ----------
    source
        The file, or what stands for it.
    faults
        One sentence each, in both languages: the field, the value and the remedy.
    """

    def __init__(self, source: str, faults: Sequence[Words]) -> None:
        self.source = source
        self.faults = list(faults)
        super().__init__(self.in_language("en"))

    def in_language(self, lang: Language) -> str:
        """Return the message, one line: the file and all that is wrong with it."""
        if lang == "zh":
            return f"日历文件 {self.source}：" + "；".join(fault.zh for fault in self.faults)
        return f"calendar file {self.source}: " + "; ".join(fault.en for fault in self.faults)

    def __reduce__(self) -> tuple[type[CalendarError], tuple[str, list[Words]]]:
        """Pickle by the arguments."""
        return type(self), (self.source, self.faults)


# Texts of any kind.
EMPTY = Words("没有内容", "the text is empty")
NOT_TEXT = Words("须为文字", "opening hours must be text")
CONTROL_CHARACTERS = Words("含控制字符", "control characters are not allowed")
NO_HOURS = Words("其中没有开放时间", "no hours in it")
NOT_UNDERSTOOD = Words("不知其意", "not understood")

# Times.
BARE_NUMBERS = Words(
    "数字后没有“点”或冒号，不知是否为时间", "numbers without 点 or a colon may be times or not"
)
HOURS_OR_CLOSED = Words("是开放时间，还是此时关闭？", "are these the hours, or is it closed then?")
ENDS_BEFORE = Words(
    "结束早于开始；跨夜请写“次日”，下午请写“下午”",
    "the time ends before it begins (past midnight, write 次日)",
)
MORNING_HOUR = Words(
    "早晚的钟点应在 1 至 12 之间", "an hour of morning or evening lies between 1 and 12"
)
NO_SUCH_TIME = Words("没有这个时刻", "no such time of day")
OVERLAP = Words("两段时间重叠；各是哪几天的？", "two ranges overlap; which days is each for?")
BEFORE_DAWN = Words(
    "后一段时间在天亮之前；请写“下午”或“凌晨”",
    "a later range is before dawn; write 下午 or 凌晨",
)
BREAK_OUTSIDE = Words("休息不在开放时间之内", "the break lies outside of the hours")
BREAK_WHEN = Words("几点至几点休息？", "when is the break?")
ONLY_BREAK = Words("只有休息时间，没有开放时间", "a break, but no hours")
CLOSED_AT_TIMES = Words("此时关闭，那么何时开放？", "closed at these times, but when open?")
HALF_DAY = Words("哪几天的、几点至几点的半天？", "which days' half, and from when until when?")

# Days.
WHAT_CLOSED = Words("什么关闭？", "what is closed?")
OPEN_OR_CLOSED = Words("是开是关，几点？", "open or closed, and when?")
OPEN_AS = Words("与哪几天一样开放？", "open as on which days?")
OTHER_DAYS = Words("其他日子开放吗？", "is it open on other days?")
WHICH_OTHERS = Words("“其他”指哪些时候？", "which other times are these?")
OPEN_AND_CLOSED = Words("同一天又开又关", "the same days are said to be open and closed")
DAYS_TWICE = Words("同一天写了两次", "the same days are given twice")
SOME_DAYS_ONLY = Words("不能只对某几天这样说", "can't be said of some days only")
EXCEPTION_OPEN = Words("“除”之后缺“外”", "an exception that 外 doesn't end")
EXCEPTION_OF = Words("是不闭馆，还是不开放？", "an exception of the closing, or of all?")

# Holidays.
HOLIDAYS_BOTH = Words("节假日又开又关", "holidays are said to be both off and open")
HOLIDAY_HOURS = Words("节假日按哪个时间？", "which of these hours hold on holidays?")
HOLIDAYS_ONLY = Words(
    "只在节假日开放，还是节假日也开放？", "open on holidays only, or on holidays too?"
)
ONE_HOLIDAY = Words("无法单写一个节日的时间", "one holiday's hours can't be written")

# Seasons and dates.
TWO_SEASONS = Words("两个季节连在一起", "two seasons together")
SEASON_DATES = Words("这个季节须写明日期", "this season needs its dates")
WHICH_SEASON = Words("是哪个季节的？", "in which season?")
SEASON_DAYS = Words("各季节是哪几天的？", "which days is each season's for?")
SEASON_HOURS = Words("这个季节替换哪段时间？", "which hours does the season replace?")
NO_SUCH_MONTH = Words("没有这个月份", "no such month")
NO_SUCH_DATE = Words("没有这个日期", "no year has this date")
DATES_REVERSED = Words("日期前后颠倒", "the dates are reversed")
YEARS_REVERSED = Words("年份前后颠倒", "years are reversed")
YEAR_ON_BOTH = Words("年份须两处都写，或都不写", "write the year on both dates or on neither")
YEAR_NEEDS_DAYS = Words("带年份的起止须写到日", "a range with years needs its days")

# OSM texts.
OSM_CONTROL = Words("含换行或控制字符", "line breaks and control characters are not allowed")
OSM_HOLIDAY_AND_DAY = Words(
    "节假日与星期请写作 PH,Mo-Fr", "write PH,Mo-Fr for holidays and weekdays alike"
)
OSM_GRAMMAR = Words("由此往后不是 OSM 写法", "not OSM opening hours from here on")
OSM_FAILED = Words("OSM 解析失败", "the OSM parser failed on this text")
OSM_SHIFTED = Words("PH 和 SH 不能前后推日", "PH and SH can't be shifted by days here")

# Moments.
NOT_MOMENT = Words(
    "须为带时刻的时间（datetime）", "a moment must be a datetime, with a time of day"
)
OUTSIDE_CALENDAR = Words("不在公元 1 至 9999 年之内", "the moment lies outside of the calendar")
PAST_9999 = Words("这一周超出 9999 年", "the week reaches past the year 9999")


def too_long(length: int, longest: int) -> Words:
    """Word that a text has more characters than are read."""
    return Words(
        f"有 {length} 个字符，至多读 {longest} 个",
        f"{length} characters; at most {longest} are read",
    )
