"""Finds rest stations for people who work outdoors, and shows whom the network leaves out."""

from importlib.metadata import version

__version__ = version("locator")
