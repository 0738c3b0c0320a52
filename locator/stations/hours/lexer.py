"""Chinese hours into words: what each piece is, and the minutes that a piece of times comes to.

What pieces mean together is the grammar's affair, so a word's meaning is settled here only where
its neighbours alone decide it (双休, 公休日). Weekdays and dates are read in `dates`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from locator.stations.hours import errors
from locator.stations.hours.errors import HoursError
from locator.stations.hours.timeline import MINUTES_A_DAY

_NOON = MINUTES_A_DAY // 2
_MORNING = ("凌晨", "清晨", "早晨", "早上", "早", "上午", "am")
_MIDDAY = ("中午", "午间", "正午")
_AFTERNOON = ("下午", "傍晚", "pm")
_EVENING = ("晚上", "晚间", "晚", "夜间", "夜里", "深夜", "午夜", "夜")
_NEXT_DAY = ("次日", "翌日", "第二天", "隔日", "隔天")
PERIOD = "|".join((*_MORNING, *_MIDDAY, *_AFTERNOON, *_EVENING))
_CN_DIGITS = "零一二三四五六七八九"
CN_NUMBER = "[零〇一二两三四五六七八九十]{1,3}"


def _time(side: str) -> str:
    """Return the pattern of one time; `side` makes its group names distinct."""
    return (
        rf"(?P<next_{side}>{'|'.join(_NEXT_DAY)})?(?:当[天日])?(?P<period_{side}>{PERIOD})?:?"
        rf"(?:(?P<four_{side}>\d{{4}})(?![\d年月])|(?P<hour_{side}>\d{{1,2}}|{CN_NUMBER})"
        rf"(?::(?P<minute_{side}>\d{{1,2}})(?::\d\d)?|\.(?P<dotted_{side}>\d\d)(?!\d)"
        rf"|[点时](?P<words_{side}>半|整|[一三]刻|(?:\d{{1,2}}|{CN_NUMBER})分)?钟?"
        rf"(?P<bare_{side}>\d\d)?)?)(?P<suffix_{side}>am|pm)?"
    )


_OPENS, _SHUTS = "(?:开门|开放|开始|开馆|开)", "(?:关门|闭馆|结束|打烊|关闭|关)"
RANGE = re.compile(
    rf"{_time('a')}(?:-|(?P<opens>{_OPENS})[,;-]?)(?:当[天日])?{_time('b')}止?(?P<shuts>{_SHUTS})?(?![\d:年月])"
)
SHORT = re.compile(
    rf"[早朝](?P<first>\d{{1,2}}|{CN_NUMBER})点?晚(?P<last>\d{{1,2}}|{CN_NUMBER})点?(半)?(?![\d:])"
)

# Some single characters are long words once written out (NFKC).
_LONGEST = 1000
_DASHES = "至到~～〜∼˜—–―−‐‑‒─━﹣ー"
_TRADITIONAL = ("週點時間閉節營業開關門號體復", "周点时间闭节营业开关门号体复")
_ALIKE = str.maketrans(
    _DASHES + "∶︰｡。!|/＆&\n·" + _TRADITIONAL[0],
    "-" * len(_DASHES) + "::;;;,,及及;," + _TRADITIONAL[1],
)

_WEEK = "(?:周|星期|礼拜)"
_DAY = "[一二三四五六日天]"
_JOIN = "[,、和及与]?"
_DAYS = (
    rf"每?{_WEEK}(?:{_DAY}|[1-7](?![\d:.点时天]))(?:-{_WEEK}?(?:{_DAY}|[1-7](?![\d:.点时天])))?"
    rf"(?:{_JOIN}(?:每?{_WEEK}{_DAY}|[一二三四五六日](?![点时月]))(?:-{_WEEK}?{_DAY})?"
    r"|[、,和及与][1-7](?![\d:.点时天月日号-]))*"
    # 9:00-17:00（一、三、五）
    rf"|(?<=\(){_DAY}(?:[、,及和-]{_DAY})+(?=\))"
)
_ENGLISH = (
    "(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?"
    "|fri(?:day)?|sat(?:urday)?|sun(?:day)?)(?!(?!closed)[a-z])"
)
_ENGLISH_DAYS = rf"{_ENGLISH}(?:-{_ENGLISH})?(?:[,、及和]{_ENGLISH}(?:-{_ENGLISH})?)*"
_MONTH = r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})"
_DATE = (
    rf"(?:(?:\d{{4}}年)?(?:{_MONTH}月(?:份|底|初|[一二三四五六七八九十]{{1,3}}[日号]"
    r"|\d{1,2}(?:[日号]|(?![\d:.点时日号])))?)"
    r"|\d{4}-\d{1,2}-\d{1,2}(?!\d))"
)
_DATES = (
    rf"(?:每年)?(?:[自从]?{_DATE}-(?:次年|翌年|第二年|来年)?(?:{_DATE}|\d{{1,2}}[日号])"
    rf"|{_MONTH}-{_MONTH}月份?|{_DATE})"
    # 5.1 can't be a time: 5.1-9.30 8:00-20:00 is told from 8.30-18.00 by that.
    r"|(?:\d{1,2}\.\d-(?:次年|翌年)?\d{1,2}\.\d{1,2}|\d{1,2}\.\d\d-(?:次年|翌年)?\d{1,2}\.\d)(?!\d)"
    r"(?=[ :,]*(?:每[天日])?[ :,]*\d{1,2}[:点时])"
    rf"|(?<=[季天秋春令]\()\d{{1,2}}\.\d{{1,2}}-(?:次年|翌年)?\d{{1,2}}\.\d{{1,2}}(?=\))"
)
_NAMED = (
    "(?:春节|除夕|元旦|清明节?|五一|劳动节|端午节?|中秋节?|国庆节?|十一假期|元宵节?)"
    "(?:[及和,、](?:春节|元旦|国庆节?|五一|劳动节|清明节?|端午节?|中秋节?))*(?:假期|期间|放假期间|长假|当天)*"
)
_NOTES = (
    r"暂停(?:对外)?(?:开放|营业|使用|服务|运营)?|暂不开放|暂未开放|停用|停业|尚未开放|未开放|未启用"
    r"|已(?:撤销|拆除|关闭|停用)|永久关闭|(?:正在)?(?:搬迁|迁址|整体搬迁)中?"
    r"|(?:[房屋墙站][体屋顶]?|内部|设施|设备)?(?:正在)?"
    r"(?:维修|装修|修缮|改造|施工|升级改造|检修|整修)(?:期间|中)?|建设中|筹建中|待定|时间不定|不固定"
    r"|另行?(?:通知|公告|安排|公布|调整|定)|(?:具体)?(?:时间)?以[^,;()]{1,14}为准|(?:需|可)?(?:提前)?(?:电话|微信)?预约|凭[^,;()]{1,10}"
    r"|(?:因|由于|目前|现)[^,;()\d]{0,14}"
    r"(?:暂停[\u4e00-\u9fff]{0,4}|搬迁中?|[维装]修中?|改造中?|施工中?|关闭|闭馆|停用)"
    r"|恢复[^,;()\d]{0,8}通知|如遇(?![^;()]*[节假顺延周])[^;()]{1,30}|特殊情况[^,;()顺]{1,20}"
    r"|(?:请)?(?:提前)?电话联系|自助|无人值守|扫码(?:进入|开门)?|刷脸(?:进入|进门)?|刷卡(?:进入)?"
    rf"|(?:{PERIOD})?\d{{1,2}}(?::\d\d|点半?)(?:后|以后)?(?:停止|截止|谢绝)"
    "(?:入场|入馆|入园|进场|进馆|检票|售票|取票|领票|换票|发号)"
    r"|视情况而定|按需开放|弹性开放|随时开放"
)
_OFF = (
    "全[天日](?:关闭|休息|休馆|闭馆|不开放|不营业|不开|停业)"
    "|不对外开放|不开放|不开门|不开|不营业|不上班|不服务|停止(?:开放|营业|服务)|闭馆|闭站|闭店|关闭|关门|休馆|休息|休业|放假"
    "|除外|以外|之外|外|休|closed"
)
_OPEN_TOO = (
    "不休息|不休|无休|不打烊|不闭馆|不放假|不关门|不停休"
    "|(?:照常|正常)(?:对外)?(?:开放|营业|服务|上班)?"
)
_SEASON = (
    "夏令时?|冬令时?|(?:夏秋|冬春|春夏|秋冬)(?:季节?)?"
    r"|[春夏秋冬](?:季节?|天)|[夏冬](?=[:\d(早上])"
)
_ALL_DAY = (
    "(?:全天候?(?!关闭|休息|休馆|闭馆|不开|不营|停业)|昼夜|(?:全天)?24(?:个)?(?:小时|h(?:ours?)?)(?:全天候?)?|全天二十四小时|二十四小时"
    r"|7[x×*天]24(?:小时)?|24[x×*,]7|24时段|全日)(?:不间断|不打烊|无休)?(?![\d:])"
)
_FILLER = (
    r"每(?:周|星期)(?=周|星期|礼拜)|[ 为是于在的均都则每逢只:等]|仅限?|期间|其中|一律"
    r"|[自从](?=[周每早上凌]|\d{1,2}[:点时])|白天(?=:?\d)"
)
_LABEL = (
    "(?:开放|营业|服务|开馆|工作|上班|运营|对外|办公|接待|值班|开门|使用|作息)+(?:时间|时段)"
    "|时间|时段"
)
# In this order; the first that fits at a place is taken.
_WORDS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("moved", r"(?:如?[遇逢])?[^,;()\d]{0,12}顺延(?:[一1]?[天日]|至[^,;()]{1,8})?"),
        ("note", _NOTES),
        ("dates", _DATES),
        ("all_year", "全年(?:365天)?|365天|一年四季|常年|长期"),
        ("every_day", "每天|每日|天天|全周|[一每]?周[7七]天|日常"),
        ("weekend", "(?:每?周末|双休日|休息日|每?周六周?日|星期六星期?日)"),
        ("rest_days", "非(?:法定)?工作日"),
        ("workdays", "(?:法定)?工作日(?:内|期间)?|平日"),
        ("two_off", "双休"),
        ("day_off", "公休日?|(?:闭馆|休馆|店休|休业|停业|闭店|闭园)日"),
        ("days", f"{_DAYS}|{_ENGLISH_DAYS}"),
        ("named", _NAMED),
        ("holidays", "(?:国家)?(?:法定)?(?:节假日|假期|公众假期|假日|节日)(?:期间)?"),
        ("season", _SEASON),
        ("no_break", "(?:中午|午间|午休)(?:时间)?(?:不休息?|无休|不闭馆|正常开放)"),
        ("break", "午休(?:时间)?|午间休息(?:时间)?|中午休息(?:时间)?"),
        ("all_day", _ALL_DAY),
        ("times", RANGE.pattern),
        ("short", SHORT.pattern),
        ("half", f"[上下]午(?={_OFF})"),
        ("open_too", _OPEN_TOO),
        ("label", _LABEL),
        ("open", "免费开放|对外开放|开放|营业|开门|开馆|开站|运营|使用|提供服务|服务|上班"),
        ("off", _OFF),
        ("others", "其[他它](?:时间|时段|日期|日子)|其余(?:时间|时段|日期|日子)?"),
        ("including", "包括|包含|含"),
        ("filler", _FILLER),
        ("except", "除了?|不包括|不含"),
        ("comma", "[,-]"),
        ("and", "[、和及与]"),
        ("stop", ";|\\."),
        ("left", "[(\\[【{]"),
        ("right", "[)\\]】}]"),
    )
)

# What bounds the days of a label that closes.
_BOUNDS = {"comma", "stop", "left", "right", "times", "short", "all_day", "label"}
EXCEPTING = {"除外", "不包括", "不含", "外", "以外", "之外"}
# One letter for each kind of word, so that an order of words can be a pattern.
_CODES = {
    "days": "d", "weekend": "d", "holidays": "h", "off": "o", "except": "e", "including": "i",
    "left": "(", "right": ")", "comma": ",", "filler": " ",
}  # fmt: skip
_EXCEPTIONS = (
    re.compile(r"(?P<days>[d ]*d[d ]*)\( *(?:e)? *(?P<but>h) *x *\) *(?P<off>o)"),
    re.compile(r"(?P<days>[d ]*d[d ]*)e *(?P<but>h) *x *(?P<off>o)"),
    re.compile(r"e *(?P<but>h) *x *,? *(?P<days>[d ]*d[d ]*)(?P<off>o)"),
)
# Days right behind days, nothing between them: 周日周一至周五.
_TWO_RUNS = re.compile(r"[一二三四五六日天1-7末](?=每?(?:周|星期|礼拜))")
TIMES = {"times", "short", "all_day"}
_INCLUSION = re.compile(r"d[d ]*\(? *i *h *\)? *o")
_CLOSABLE = {"days", "weekend", "every_day", "workdays", "named", "dates", "season"}


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of the text and what it is.

    Parameters
    ----------
    kind
        That of the pattern that matches, or `unknown`.
    text
        As read: dashes, colons and the like are one character each, Latin letters are small.
    shown
        As written, for notes and messages; empty for what the text doesn't write out.
    match
        For `times` and `short` what `read_range` and `read_short` take.
    """

    kind: str
    text: str
    shown: str
    match: re.Match[str] | None = None


def split_words(text: str) -> list[Word]:
    """Split a text into words; what is no word of hours comes as one of kind `unknown`.

    Raises
    ------
    HoursError
        The text holds control characters.
    """
    read, shown = normalise(text)
    words: list[Word] = []
    place = 0
    while place < len(read):
        word = _word_at(read, shown, place)
        if word.kind == "unknown" and words and words[-1].kind == "unknown":
            words[-1] = Word("unknown", words[-1].text + word.text, words[-1].shown + word.shown)
        else:
            words.append(word)
        place += len(word.text)
    words = _exceptions_after(_labels_after(words))
    return [one for at in range(len(words)) for one in _settled(words, at)]


def normalise(text: str) -> tuple[str, str]:
    """Return the text as read and as shown, of the same length.

    As shown it is NFKC without stray spaces; as read, alike characters are one: every dash, 至, 到
    and tilde is a hyphen.

    Raises
    ------
    HoursError
        The text holds control characters, or is too long once written out.
    """
    plain = re.sub(r"[\t\r\f\v\u00a0\u3000 ]+", " ", text.replace("\r\n", "\n"))
    plain = "".join(
        c for c in unicodedata.normalize("NFKC", plain) if unicodedata.category(c) != "Cf"
    )
    if any(unicodedata.category(c) == "Cc" and c != "\n" for c in plain):
        raise HoursError(text, errors.CONTROL_CHARACTERS)
    if len(plain) > _LONGEST:
        raise HoursError(text, errors.too_long(len(plain), _LONGEST))
    # A space counts only between digits, where it keeps two numbers apart.
    shown = re.sub(r"(?<!\d) +| +(?!\d)", "", plain.strip())
    shown = re.sub(r"([:,;，；。、\-~])\1+", r"\1", shown)
    shown = re.sub(rf"([{_DASHES}-])[{_DASHES}-]+", r"\1", shown)
    shown = re.sub(r"(?<=\d)一(?=\d)", "-", shown)
    # A line break was lost: minutes have two digits, so the next time begins behind them.
    shown = re.sub(r"(?<=:[0-5]\d)(?=\d{1,2}:[0-5]\d)", ",", shown)
    read = shown.translate(_ALIKE)
    lowered = read.lower()
    return (lowered if len(lowered) == len(read) else read), shown


def read_range(text: str, match: re.Match[str]) -> tuple[int, int]:
    """Turn a match of `RANGE` into minutes `(start, end)`; past midnight the end is over 1,440.

    Raises
    ------
    HoursError
        A time is impossible, the range ends before it begins, or bare numbers may be anything.
    """
    start, end = _clock_minutes(text, match, "a"), _clock_minutes(text, match, "b")
    if not (_is_time(match, "a") or _is_time(match, "b")):
        raise HoursError(text, errors.BARE_NUMBERS, match[0])
    if match["shuts"] and not match["opens"]:
        raise HoursError(text, errors.HOURS_OR_CLOSED, match[0])
    if start >= MINUTES_A_DAY:
        start -= MINUTES_A_DAY
    end = _same_half(match, start, end)
    if match["next_b"]:
        end += MINUTES_A_DAY if end < MINUTES_A_DAY else 0
    elif end == 0 or (start, end) == (0, MINUTES_A_DAY - 1):
        end = MINUTES_A_DAY
    elif end <= start and _runs_overnight(match, start, end):
        end += MINUTES_A_DAY
    if (
        not 0 <= start < end <= 2 * MINUTES_A_DAY
        or start >= MINUTES_A_DAY
        or end - start > MINUTES_A_DAY
    ):
        raise HoursError(text, errors.ENDS_BEFORE, match[0])
    return start, end


def read_short(text: str, match: re.Match[str]) -> tuple[int, int]:
    """Turn a match of `SHORT` (早8晚10, 朝九晚五) into minutes.

    Raises
    ------
    HoursError
        An hour is over 12.
    """
    first, last = read_number(match["first"]), read_number(match["last"])
    if not (0 < first <= 12 and 0 < last <= 12):
        raise HoursError(text, errors.MORNING_HOUR, match[0])
    return first * 60, _NOON + last * 60 + (30 if match[3] else 0)


def read_number(text: str) -> int:
    """Read digits or a Chinese number below a hundred: 十 is 10, 二十四 is 24; nonsense is 99."""
    if text.isdigit():
        return int(text)
    text = text.replace("两", "二").replace("〇", "零")
    tens, ten, ones = text.partition("十")
    if not ten:
        tens, ones = "", text
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return 99
    value = (_CN_DIGITS.index(tens) if tens else 1) * 10 if ten else 0
    return value + (_CN_DIGITS.index(ones) if ones else 0)


def _word_at(read: str, shown: str, place: int) -> Word:
    for kind, pattern in _WORDS:
        match = pattern.match(read, place)
        if match and match.end() > place:
            return Word(kind, match[0], shown[place : match.end()], match)
    return Word("unknown", read[place], shown[place])


def _labels_after(words: list[Word]) -> list[Word]:
    """Put a label that closes, 闭馆：周一 or 休息日：周日, after its days: 周一休息."""
    arranged: list[Word] = []
    place = 0
    while place < len(words):
        word = words[place]
        end = _end_of_days(words, place + 1) if _is_closing_label(words, place) else 0
        if end:
            colon = any(other.text == ":" for other in words[place + 1 : end])
            after = words[end].kind if end < len(words) else "stop"
            before = arranged[-1].kind if arranged else "stop"
            bounded = after in _BOUNDS and (colon or before in _BOUNDS) and before not in _CLOSABLE
            run_on = after in TIMES and any(_TWO_RUNS.search(o.text) for o in words[place:end])
            bounded = bounded and not run_on
            days = [other for other in words[place + 1 : end] if other.kind != "filler"]
            if bounded:
                arranged += [Word("comma", "", ""), *days, Word("off", "休息", word.shown)]
            else:
                shown = "".join(other.shown for other in words[place:end])
                arranged.append(Word("unknown", shown, shown))
            place = end
        else:
            arranged.append(word)
            place += 1
    return arranged


def _is_closing_label(words: list[Word], place: int) -> bool:
    """Tell whether a word may be a label of days that are closed; 周一休息 and 除外 are none."""
    word = words[place]
    closes = word.kind == "off" and word.text not in EXCEPTING
    before = words[place - 1].kind if place else ""
    named = word.text in {"休息日", "停业"} or word.kind == "day_off"
    return (closes or named) and before not in _CLOSABLE | {"holidays", "half", "except"}


def _end_of_days(words: list[Word], place: int) -> int:
    """Return where the days that begin here end, a colon before them passed over; 0 for none."""
    start = place
    while start < len(words) and words[start].kind == "filler" and words[start].text == ":":
        start += 1
    end = start
    while end < len(words) and words[end].kind in _CLOSABLE | {"holidays", "and"}:
        end += 1
        # 休息日：周日 周一至周五8:00-18:00: the second days are those of the times.
        if end < len(words) and "and" not in {words[end - 1].kind, words[end].kind}:
            break
    return end if end > start else 0


def _exceptions_after(words: list[Word]) -> list[Word]:
    """Put an exception that stands ahead of its closing behind it, in parentheses.

    周一（节假日除外）闭馆, 除节假日外，每周一闭馆, 周一除节假日外闭馆: 周一闭馆（节假日除外）.
    """
    kinds = "".join(_CODES.get(word.kind, "?") for word in words)
    kinds = "".join(
        "x" if word.kind == "off" and word.text in EXCEPTING else code
        for code, word in zip(kinds, words, strict=True)
    )
    if match := _INCLUSION.search(kinds):
        # 周一（含节假日）闭馆: on every holiday, or on a Monday that is one too?
        shown = "".join(word.shown for word in words[slice(*match.span())])
        return [*words[: match.start()], Word("unknown", shown, shown), *words[match.end() :]]
    for pattern in _EXCEPTIONS:
        if match := pattern.search(kinds):
            parts = {name: words[slice(*match.span(name))] for name in ("days", "off", "but")}
            behind = [Word("left", "(", ""), *parts["but"], Word("off", "除外", "除外"),
                      Word("right", ")", "")]  # fmt: skip
            turned = [*parts["days"], *parts["off"], *behind]
            return words[: match.start()] + turned + words[match.end() :]
    return words


def _settled(words: list[Word], place: int) -> tuple[Word, ...]:
    """Settle 双休, the weekend is off, and 公休, 公休日, whose meaning hangs on their neighbours.

    公休 closes the days before it. 公休日 does so beside them (周一公休日), and else means
    holidays; with times after it (周一公休日 9:00-17:00), or days (公休日：周一), it may be either.
    """
    word = words[place]
    if word.kind == "two_off":
        return Word("weekend", word.text, word.shown), Word("off", "休", "")
    if word.text == "休息" and _neighbour(words, place, -1) in _CLOSABLE | {"holidays"}:
        # 周一至周五休息服务8:00-18:00: at a rest station to rest is what it is for.
        behind = words[place + 1 : place + 2]
        if behind and (behind[0].kind == "label" or behind[0].text == "服务"):
            return (Word("unknown", word.text, word.shown),)
    if word.text == "停业" and _neighbour(words, place, -1) in _CLOSABLE | {"holidays"}:
        return (Word("off", word.text, word.shown),)
    if word.text == "休息日" and words[place - 1 : place] and words[place - 1].kind == "days":
        unclear = _neighbour(words, place, 1) in {"times", "short", "all_day", "off"}
        return (Word("unknown" if unclear else "off", word.text, word.shown),)
    if word.kind != "day_off":
        return (word,)
    before, after = _neighbour(words, place, -1), _neighbour(words, place, 1)
    beside = before in _CLOSABLE
    in_brackets = before == "left" and _neighbour(words, place, -2) in _CLOSABLE
    if word.text == "公休" or (beside and after != "off") or (in_brackets and after == "right"):
        unclear = word.text == "公休日" and after in {"times", "short", "all_day"}
        kind = "unknown" if unclear else "off"
    elif beside:
        kind = "filler"
    else:
        kind = "unknown" if after in _CLOSABLE else "holidays"
    return (Word(kind, word.text, word.shown),)


def _neighbour(words: list[Word], place: int, step: int) -> str:
    """Return the kind of a word so many steps away, not counting those without a meaning."""
    direction = 1 if step > 0 else -1
    while step:
        place += direction
        if not 0 <= place < len(words):
            return ""
        step -= direction * (words[place].kind not in {"filler", "label", "open"})
    return words[place].kind


def _is_time(match: re.Match[str], side: str) -> bool:
    """Tell whether one side is surely a time: by a colon, 点, a part of day or four digits."""
    names = ("four", "minute", "dotted", "period", "suffix")
    unit = "点" in match[0] or "时" in match[0]
    return unit or any(match[f"{name}_{side}"] for name in names)


def _clock_minutes(text: str, match: re.Match[str], side: str) -> int:
    """Return one time's minutes since midnight; 24:00 and 晚上12点 are 1,440."""
    if four := match[f"four_{side}"]:
        hour, minute = int(four[:2]), int(four[2:])
    else:
        hour, minute = read_number(match[f"hour_{side}"]), _minute(match, side)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise HoursError(text, errors.NO_SUCH_TIME, match[0])
    hour = _by_period(hour, match[f"period_{side}"] or match[f"suffix_{side}"] or "")
    return hour * 60 + minute


def _minute(match: re.Match[str], side: str) -> int:
    plain = match[f"minute_{side}"] or match[f"dotted_{side}"] or match[f"bare_{side}"]
    if plain:
        # One digit of minutes may have lost another: 8:3 is no time.
        return int(plain) if len(plain) == 2 else 99
    words = match[f"words_{side}"] or ""
    known = {"": 0, "整": 0, "半": 30, "一刻": 15, "三刻": 45}
    return known[words] if words in known else read_number(words.rstrip("分"))


def _by_period(hour: int, period: str) -> int:
    """Return the hour of the day, 0 to 28, of an hour with its part of day."""
    if hour > 12:
        return hour
    if period in {"am", "凌晨"}:
        return hour % 12
    if period in _MIDDAY:
        return hour + 12 if hour < 4 else hour
    if period in _AFTERNOON:
        return hour % 12 + 12
    if period in _EVENING:
        return hour + 24 if 0 < hour < 4 else (hour + 12 if hour else 24)
    return hour


def _same_half(match: re.Match[str], start: int, end: int) -> int:
    """Let the first time's part of day hold for the second: 下午2:00-6:00 ends at 18:00."""
    # 晚18:00-9:00 says no half of the day: 18 does.
    inherits = match["period_a"] in (*_MIDDAY, *_AFTERNOON, *_EVENING) and not _is_late(match)
    if inherits and not match["period_b"] and not match["suffix_b"] and not match["next_b"]:
        later = end + _NOON
        if end <= _NOON and end <= start < later <= MINUTES_A_DAY:
            return later
    return end


def _is_late(match: re.Match[str]) -> bool:
    """Tell whether the first time is written by a clock of 24 hours, past noon."""
    written = match["four_a"][:2] if match["four_a"] else match["hour_a"]
    return read_number(written) > 12


def _runs_overnight(match: re.Match[str], start: int, end: int) -> bool:
    """Tell whether an end before the start is meant as the next day's.

    It is where the end says so (凌晨2点; 早8点 after an afternoon), and where the end can't be a
    slip for the afternoon: 22:00-2:00. 14:00-6:00 may as well end at 18:00.
    """
    period = match["period_b"] or match["suffix_b"] or ""
    if end < start and (period == "凌晨" or (period in _MORNING and start >= _NOON)):
        return True
    return end + _NOON <= start
