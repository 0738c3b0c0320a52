"""Pages as their tags and texts, and names that attack them."""

from __future__ import annotations

from html.parser import HTMLParser

HOSTILE = [
    "</script><script>window.hacked = 1</script>",
    "<img src=x onerror='window.hacked = 2'>",
    "${window.hacked = 3}`${window.hacked = 3}",
    "{{ 6 * 7 }}{% raw %}{# gone #}{{{",
    'quotes " \' \\ \\" &quot; &lt;b&gt; --> end',
]


class Tags(HTMLParser):
    """Collects a page's tags with their attributes, and its text outside scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text, self._raw = "", False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._raw = tag in {"script", "style"}

    def handle_endtag(self, tag: str) -> None:
        self._raw = False

    def handle_data(self, data: str) -> None:
        self.text += "" if self._raw else data

    def count(self, name: str) -> int:
        return len(self.named(name))

    def named(self, name: str) -> list[dict[str, str | None]]:
        """The attributes of each tag of a name."""
        return [attributes for tag, attributes in self.tags if tag == name]
