"""Faults in a file of stations: collected one by one, reported all together."""

from __future__ import annotations

from dataclasses import dataclass

from locator.errors import FileFaultsError, shown_value
from locator.language import Language, Phrase, phrase

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
    problem: Phrase
    remedy: Phrase

    def in_language(self, lang: Language) -> str:
        """Return one line: place, field, value, problem, remedy."""
        # Who reads the message may be anybody; a number that must not be published stays out of it.
        value = _MASKED if self.field == "phone" else shown_value(self.value)
        what = f"{self.field} {value}"
        values = {"what": what, "problem": self.problem, "remedy": self.remedy}
        if self.feature is None:
            message = phrase("stations.fault.of_file", **values)
        elif self.id is None:
            message = phrase("stations.fault.of_feature", feature=self.feature, **values)
        else:
            message = phrase(
                "stations.fault.of_feature_id",
                feature=self.feature,
                id=shown_value(self.id),
                **values,
            )
        return message.in_language(lang)


class StationFileError(FileFaultsError[Fault]):
    """A file of stations is not fit to serve. `faults` has every reason, in the file's order."""

    def without_values(self) -> str:
        """Return the count and the first fault's place, for the public: no values and no path."""
        first = self.faults[0]
        where = "the file" if first.feature is None else f"feature {first.feature}"
        problem = first.problem.in_language("en")
        return f"faults: {len(self.faults)}; first: {where}, {first.field}: {problem}"
