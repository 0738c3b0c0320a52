"""The scripts of others under static/vendor: listed, unchanged, and nothing besides."""

import hashlib
import re

import pytest

from locator.paths import static_folder

VENDOR = static_folder() / "vendor"
README = (VENDOR / "README.md").read_text(encoding="utf-8")
LISTED = dict(re.findall(r"^\| `([^`]+)` \| `([0-9a-f]{64})` \|$", README, flags=re.MULTILINE))
PACKAGES = {"geographiclib-geodesic": "2.2.0", "leaflet": "1.9.4", "leaflet.markercluster": "1.5.3"}


def _present() -> list[str]:
    files = (path for path in VENDOR.rglob("*") if path.is_file())
    return sorted({path.relative_to(VENDOR).as_posix() for path in files} - {"README.md"})


def test_every_file_is_listed_and_every_listed_file_is_there():
    assert sorted(LISTED) == _present()


@pytest.mark.parametrize("name", sorted(LISTED))
def test_a_file_has_its_checksum(name):
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == LISTED[name]


def test_every_package_states_version_licence_and_integrity():
    sections = re.split(r"^## ", README, flags=re.MULTILINE)[1:]
    versions = {}
    for section in sections:
        name = section.split("\n", 1)[0]
        versions[name] = re.search(r"^- Version: (\S+)$", section, flags=re.MULTILINE)[1]
        licence = re.search(r"^- Licence: \S+ \(`(.+)`\)$", section, flags=re.MULTILINE)[1]
        assert licence in LISTED
        assert re.search(r"^- Integrity: `sha512-[A-Za-z0-9+/]{86}==`$", section, re.MULTILINE)
    assert versions == PACKAGES


def test_every_file_belongs_to_a_package_listed():
    assert {name.split("/", 1)[0] for name in LISTED} == set(PACKAGES)


@pytest.mark.parametrize("package", sorted(PACKAGES))
def test_the_script_is_of_the_version_listed(package):
    script = next((VENDOR / package).glob(f"{package}*.js"))
    opening = script.read_text(encoding="utf-8")[:400]
    assert PACKAGES[package] in opening or package == "leaflet.markercluster"
