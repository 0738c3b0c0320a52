"""List what the program says, a row for each text: its key, and its words in each language.

python -m tools.list_texts                 # all of them, as CSV
python -m tools.list_texts courier hours   # of these topics
python -m tools.list_texts --alike         # words that stand behind more than one key
python -m tools.list_texts --missing en    # what a language hasn't got yet
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import defaultdict

from locator.language import LANGUAGES, table, topics


def rows(chosen: list[str]) -> list[tuple[str, ...]]:
    """Return key and words of the topics' texts, a row for each plural."""
    listed: dict[int, list[tuple[str, ...]]] = {}  # words that are referred to: where first met
    for topic in chosen:
        for key, plurals in table(topic).items():
            listed.setdefault(
                id(plurals),
                [
                    (
                        f"{topic}.{key}" + (f"[{category}]" if len(plurals) > 1 else ""),
                        *(words[lang] for lang in LANGUAGES),
                    )
                    for category, words in plurals.items()
                ],
            )
    return [row for rows_of_key in listed.values() for row in rows_of_key]


def main() -> None:
    """Print the rows."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("topic", nargs="*", help="tables of locator/texts; all without")
    parser.add_argument("--alike", action="store_true", help="words behind more than one key")
    parser.add_argument("--missing", choices=LANGUAGES, help="texts without words in it")
    chosen = parser.parse_args()
    listed = rows(chosen.topic or topics())
    if chosen.missing:
        column = 1 + LANGUAGES.index(chosen.missing)
        listed = [row for row in listed if not row[column]]
    if chosen.alike:
        keys = defaultdict(list)
        for key, *words in listed:
            keys[tuple(words)].append(key)
        listed = [(" ".join(alike), *words) for words, alike in keys.items() if len(alike) > 1]
    table_of_texts = csv.writer(sys.stdout, lineterminator="\n")
    table_of_texts.writerow(["key", *LANGUAGES])
    table_of_texts.writerows(listed)


if __name__ == "__main__":
    main()
