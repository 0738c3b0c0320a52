"""Costly answers: computed once for those who ask at the same time, and kept within bounds."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

MOST_ANSWERS = 64
MOST_BYTES = 64 * 1024 * 1024
# Of a worker's four threads one computes and two may wait, for their turn or for what another
# computes: the fourth goes on answering couriers, whatever a crowd of planners asks.
MOST_WAITING = 2


class Busy(Exception):  # noqa: N818  # a state, and no fault
    """So many wait for answers already that this one is refused."""


class Answers:
    """Answers by what was asked; safe for threads, one for each process.

    What was asked for the first time is computed by the one who asks; who asks the same meanwhile
    waits for it. Different answers are computed one after the other. The answers asked for longest
    ago make room, and all go when the data change.

    Parameters
    ----------
    most, most_bytes
        How many answers are kept, and how large they are together.
    most_waiting
        How many may wait while another computes, be it for the same answer or for their turn.
    """

    def __init__(
        self,
        most: int = MOST_ANSWERS,
        most_bytes: int = MOST_BYTES,
        most_waiting: int = MOST_WAITING,
    ) -> None:
        self._most, self._most_bytes = most, most_bytes
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._bytes = 0
        self._version: object = None
        self._flights: dict[Hashable, _Flight] = {}
        self._lock = threading.Lock()
        self._computing = threading.Lock()
        self._places = threading.Semaphore(1 + most_waiting)

    def get(self, version: object, asked: Hashable, make: Callable[[], bytes]) -> bytes:
        """Return the answer that is kept or being computed, else what `make` returns.

        Parameters
        ----------
        version
            The data; compared by identity.
        asked
            What the answer depends on besides.

        Raises
        ------
        Busy
            If too many wait already. Whatever `make` raises reaches all who wait for it; it is
            not kept.
        """
        key = (id(version), asked)
        with self._lock:
            kept = self._find(version, asked)
            if kept is not None:
                return kept
            if not self._places.acquire(blocking=False):
                raise Busy
            flight = self._flights.get(key)
            if flight is None:
                mine = self._flights[key] = _Flight()
        try:
            return self._fly(mine, version, asked, make) if flight is None else flight.wait()
        finally:
            self._places.release()

    def _find(self, version: object, asked: Hashable) -> bytes | None:
        """Return an answer that is kept. Those on other data go."""
        if version is not self._version:
            self._version, self._bytes = version, 0
            self._kept.clear()
        if asked not in self._kept:
            return None
        self._kept.move_to_end(asked)
        return self._kept[asked]

    def _fly(
        self, mine: _Flight, version: object, asked: Hashable, make: Callable[[], bytes]
    ) -> bytes:
        try:
            with self._computing:
                mine.land(answer=make())
        except BaseException as error:
            mine.land(error=error)
            raise
        finally:
            with self._lock:
                del self._flights[id(version), asked]
                self._keep(version, asked, mine.answer)
        return mine.wait()

    def _keep(self, version: object, asked: Hashable, answer: bytes | None) -> None:
        if answer is None or version is not self._version or len(answer) > self._most_bytes:
            return
        self._kept[asked] = answer
        self._bytes += len(answer)
        while len(self._kept) > self._most or self._bytes > self._most_bytes:
            self._bytes -= len(self._kept.popitem(last=False)[1])


class _Flight:
    """An answer that is being computed."""

    def __init__(self) -> None:
        self.answer: bytes | None = None
        self._error: BaseException | None = None
        self._landed = threading.Event()

    def land(self, answer: bytes | None = None, error: BaseException | None = None) -> None:
        self.answer, self._error = answer, error
        self._landed.set()

    def wait(self) -> bytes:
        self._landed.wait()
        if self._error is not None:
            raise self._error
        assert self.answer is not None  # noqa: S101  # it landed without an error
        return self.answer
