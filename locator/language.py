"""What the program says: texts behind keys, a table per topic in `texts/`, a column per language.

A third language is a further column in each table; an empty cell falls back to English. Braces
are filled with the values that go with a text. A text with a `count` has a row for each plural
category of CLDR that differs: `rows_read[one]`, `rows_read[other]`. Words that stand in several
places are written once: `=common.close` in the first column means the words of that key.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Language: TypeAlias = str
# Of one key: plural category (`other` where there is but one), language, words.
Wordings: TypeAlias = dict[str, dict[Language, str]]

_FOLDER = Path(__file__).with_name("texts")
_FALLBACK = "en"


class Phrase:
    """Something said in every language."""

    __slots__ = ()

    def in_language(self, lang: Language) -> str:
        """Return the wording in a language, such as `zh` or `en`."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class _KeyedPhrase(Phrase):
    """A text of a table. Without values its braces stay, for a script or `format` to fill."""

    key: str
    values: tuple[tuple[str, object], ...] = ()

    def in_language(self, lang: Language) -> str:
        plurals = _wordings(self.key)
        if not self.values:  # most: pages say hundreds of these
            return plurals["other"].get(lang) or plurals["other"][_FALLBACK]
        count = next((value for name, value in self.values if name == "count"), None)
        wording = plurals.get(_plural_category(count, lang)) or plurals["other"]
        template = wording.get(lang) or wording[_FALLBACK]
        return template.format(**{name: _filled(value, lang) for name, value in self.values})


@dataclass(frozen=True, slots=True)
class _Verbatim(Phrase):
    """What is the same in every language, such as a name or a station's own words."""

    wording: str

    def in_language(self, lang: Language) -> str:  # noqa: ARG002  # the same in all
        return self.wording


@dataclass(frozen=True, slots=True)
class _JoinedPhrase(Phrase):
    parts: tuple[object, ...]
    between: Phrase

    def in_language(self, lang: Language) -> str:
        between = self.between.in_language(lang)
        return between.join(str(_filled(part, lang)) for part in self.parts)


def phrase(key: str, /, **values: object) -> Phrase:
    """Return a text of a table, filled with values.

    Parameters
    ----------
    key
        Topic and key with a dot between: `find.no_district` is `no_district` of `find.csv`.
    values
        What stands for its braces. A text among them is filled in in the same language, and
        `count` chooses the plural.

    Raises
    ------
    KeyError
        No table has it.

    Examples
    --------
    >>> phrase("language.own_name").in_language("en")
    'English'
    """
    _wordings(key)
    return _KeyedPhrase(key, tuple(values.items()))


def phrases(prefix: str) -> dict[str, Phrase]:
    """Return a topic's texts whose keys begin with a prefix, by the rest of their keys.

    Parameters
    ----------
    prefix
        A topic, or topic and the first part of keys: `courier.page` gives `title` for
        `courier.page.title`.

    Raises
    ------
    KeyError
        There is none.
    """
    topic, _, first = prefix.partition(".")
    begins = first + "." if first else ""
    chosen: dict[str, Phrase] = {
        key.removeprefix(begins): _KeyedPhrase(f"{topic}.{key}")
        for key in table(topic)
        if key.startswith(begins)
    }
    if not chosen:
        raise KeyError(prefix)
    return chosen


def verbatim(wording: str) -> Phrase:
    """Return a text that is the same in every language."""
    return _Verbatim(wording)


def joined(parts: Iterable[Phrase | str], between: Phrase | None = None) -> Phrase:
    """Return texts as one, as a list where nothing is said of what stands between.

    Examples
    --------
    >>> joined(["a", "b"]).in_language("zh")
    'a、b'
    """
    return _JoinedPhrase(tuple(parts), between or phrase("language.list_separator"))


def html_tag(lang: Language) -> str:
    """Return what HTML's `lang` attribute calls a language."""
    return phrase("language.html_tag").in_language(lang)


def next_language(lang: Language) -> Language:
    """Return the language to which a page's link for another leads."""
    return LANGUAGES[(LANGUAGES.index(lang) + 1) % len(LANGUAGES)]


def language_query(lang: Language, first: str = "?") -> str:
    """Return the `lang` of an address on this site; nothing for the language that goes without.

    Examples
    --------
    >>> language_query("zh"), language_query("en"), language_query("en", "&")
    ('', '?lang=en', '&lang=en')
    """
    return "" if lang == LANGUAGES[0] else f"{first}lang={lang}"


def said_in(lang: Language, values: Mapping[str, Phrase]) -> dict[str, str]:
    """Return a table of texts in one language."""
    return {key: value.in_language(lang) for key, value in values.items()}


@lru_cache
def table(topic: str) -> dict[str, Wordings]:
    """Return a topic's table, by key.

    Raises
    ------
    KeyError
        There is no such topic.
    """
    return {key: _wordings(f"{topic}.{key}") for key in _read(topic)}


def topics() -> list[str]:
    """Return the names of the tables."""
    return sorted(path.stem for path in _FOLDER.glob("*.csv"))


@lru_cache
def _read(topic: str) -> dict[str, Wordings]:
    """Read a table. What only refers to another key has that key where its words would be."""
    try:
        with (_FOLDER / f"{topic}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except FileNotFoundError as error:
        raise KeyError(topic) from error
    keyed: dict[str, Wordings] = {}
    for row in rows:
        key, _, category = row.pop("key").partition("[")
        keyed.setdefault(key, {})[category.removesuffix("]") or "other"] = row
    return keyed


@lru_cache(None)
def _wordings(key: str) -> Wordings:
    topic, _, rest = key.partition(".")
    wordings = _read(topic)[rest]
    first = next(iter(wordings["other"].values()))
    return _wordings(first[1:]) if first.startswith("=") else wordings


def _plural_category(count: object, lang: Language) -> str:
    if count != 1:
        return "other"
    categories = table("language")["plural_categories"]["other"]
    return "one" if "one" in (categories.get(lang) or "") else "other"


def _filled(value: object, lang: Language) -> object:
    return value.in_language(lang) if isinstance(value, Phrase) else value


LANGUAGES: tuple[Language, ...] = tuple(table("language")["own_name"]["other"])
