"""Faults in a file of stations: collected one by one, reported all together."""

from __future__ import annotations

from dataclasses import dataclass

from locator.errors import FileFaultsError, Language, Words, shown_value

_MASKED = "***"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a file.

    Parameters
    ----------
    feature
        The feature's number in the file, from 1, or none where the whole file is at fault.
    id
        The station's id, where it has a readable one.
    field
        The member at fault, such as `kind` or `geometry`.
    value
        What stands there.
    problem, remedy
        What is wrong, and what to do about it.
    """

    feature: int | None
    id: str | None
    field: str
    value: object
    problem: Words
    remedy: Words

    def in_language(self, lang: Language) -> str:
        """Return one line: place, field, value, problem, remedy."""
        # Who reads the message may be anybody; a number that must not be published stays out of it.
        value = _MASKED if self.field == "phone" else shown_value(self.value)
        what = f"{self.field} {value}"
        problem, remedy = self.problem.in_language(lang), self.remedy.in_language(lang)
        if lang == "zh":
            return f"{self._place('第 {} 个要素', '整个文件')}：{what}：{problem}；{remedy}"
        return f"{self._place('feature {}', 'file')}: {what}: {problem}; {remedy}"

    def _place(self, feature: str, file: str) -> str:
        place = file if self.feature is None else feature.format(self.feature)
        return place if self.id is None else f"{place} ({shown_value(self.id)})"


class StationFileError(FileFaultsError[Fault]):
    """A file of stations is not fit to serve. `faults` has every reason, in the file's order."""

    def without_values(self) -> str:
        """Return the count and the first fault's place, for the public: no values and no path."""
        first = self.faults[0]
        where = "the file" if first.feature is None else f"feature {first.feature}"
        return f"faults: {len(self.faults)}; first: {where}, {first.field}: {first.problem.en}"
