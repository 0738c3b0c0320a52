"""The courier's question: which stations are nearest."""

from locator.find.nearest import DEFAULT_K, MAX_K, Neighbour, find_nearest, find_nearest_of_many

__all__ = ["DEFAULT_K", "MAX_K", "Neighbour", "find_nearest", "find_nearest_of_many"]
