"""Drawing from weighted tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

T = TypeVar("T")


def pick(rng: Random, table: Sequence[tuple[float, T]]) -> T:
    """Draw one entry of a table of (weight, entry)."""
    return rng.choices([entry for _, entry in table], [weight for weight, _ in table])[0]


def draw_all(rng: Random, chances: Mapping[str, float]) -> list[str]:
    """Draw each key by its own chance, in the table's order."""
    return [key for key, chance in chances.items() if rng.random() < chance]
