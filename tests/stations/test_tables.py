"""The tables of kinds and services hang together."""

import re

from locator.language import LANGUAGES
from locator.stations import KINDS, SERVICES

KEY = re.compile(r"[a-z][a-z_0-9]*")


def test_keys_names_and_icons_are_there_and_distinct():
    for table in (KINDS, SERVICES):
        assert all(KEY.fullmatch(key) and row.key == key for key, row in table.items())
        for lang in LANGUAGES:
            names = [row.name.in_language(lang) for row in table.values()]
            assert all(names)
            assert len(set(names)) == len(names)
        assert all(row.icon for row in table.values())


def test_no_alias_means_two_services():
    words = [
        word
        for service in SERVICES.values()
        for word in (service.name.in_language("zh"), *service.aliases)
    ]
    assert len(words) == len(set(words))


def test_colours_are_distinct():
    colours = [kind.colour for kind in KINDS.values()]
    assert len(set(colours)) == len(colours)
    assert all(re.fullmatch(r"#[0-9A-F]{6}", colour) for colour in colours)
