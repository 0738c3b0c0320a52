"""What the page for publishers says, in both languages."""

from __future__ import annotations

from locator.language import LANGUAGES, phrase, phrases, verbatim

# In the page's own HTML.
PAGE = phrases("share.page")

# The words of parameters whose values are few.
CHOICES = {
    "open": {
        "any": phrase("share.choices.open.any"),
        "possible": phrase("share.choices.open.possible"),
        "only": phrase("share.choices.open.only"),
    },
    "lang": {lang: verbatim(phrase("language.own_name").in_language(lang)) for lang in LANGUAGES},
    "theme": {
        "auto": phrase("share.choices.theme.auto"),
        "light": phrase("share.choices.theme.light"),
        "dark": phrase("share.choices.theme.dark"),
        "contrast": phrase("share.choices.theme.contrast"),
    },
    "list": {
        "below": phrase("share.choices.list.below"),
        "beside": phrase("share.choices.list.beside"),
        "none": phrase("share.choices.list.none"),
    },
    "switch": {"1": phrase("share.choices.switch.1"), "0": phrase("share.choices.switch.0")},
    "radius_m": {
        "": phrase("share.choices.radius_m."),
        "500": phrase("share.choices.radius_m.500"),
        "1000": phrase("share.choices.radius_m.1000"),
        "2000": phrase("share.choices.radius_m.2000"),
        "5000": phrase("share.choices.radius_m.5000"),
    },
}

# On the picture, in the map's language.
PICTURE = phrases("share.picture")

# In what its scripts make.
SCRIPTS = phrases("share.scripts")
