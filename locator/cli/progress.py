"""A progress bar, where somebody is looking at a terminal."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def progress_bar(
    steps: tuple[str, ...] = (),
) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on the terminal; give what moves it: `progress(done, total)`.

    Parameters
    ----------
    steps
        What is being done once so many are done, told beside the bar; may be empty.
    """
    shown = click.progressbar(
        length=1,
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
        item_show_func=lambda step: step,
    )
    with shown as bar:

        def progress(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos, steps[done] if done < len(steps) else None)
            if steps:  # the first of them has no length, which alone would draw nothing
                bar.render_progress()

        yield progress
