"""What the planner's map says, in both languages. {braces} are filled in."""

from __future__ import annotations

from locator.language import Language, phrases

# In the page's own HTML.
PANEL = phrases("planner_map.panel")

# Of stations that count, where others than the active ones do.
STATUSES = phrases("planner_map.statuses")

# In what the scripts make.
SCRIPTS = phrases("planner_map.scripts")


def say(key: str, lang: Language, **values: object) -> str:
    """Return words of the panel, their braces filled in."""
    return PANEL[key].in_language(lang).format(**values)
