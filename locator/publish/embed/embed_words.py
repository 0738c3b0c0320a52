"""What the embedded map says besides the courier's page, in both languages."""

from __future__ import annotations

from locator.language import phrases

# In the page's own HTML.
PAGE = phrases("embed.page")

# In what its scripts make.
SCRIPTS = phrases("embed.scripts")
