"""Costly answers: computed once for those who ask at the same time, and kept within bounds."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

MOST_ANSWERS = 64
MOST_BYTES = 64 * 1024 * 1024
# Of a worker's four threads one computes and two may wait for their turn. Who asks the same as
# another waits besides: a crowd on one question can hold all four until it is answered.
MOST_WAITING = 2


class Busy(Exception):  # noqa: N818  # a state, and no fault
    """So many other answers are to be computed that this one is refused."""


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
        How many may wait for their turn to compute.
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
        self._turns = threading.Semaphore(1 + most_waiting)

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
        with self._lock:
            if version is not self._version:
                self._version, self._bytes = version, 0
                self._kept.clear()
            if asked in self._kept:
                self._kept.move_to_end(asked)
                return self._kept[asked]
            key = (id(version), asked)
            flight = self._flights.get(key)
            if flight is None:
                mine = self._flights[key] = _Flight()
        if flight is not None:
            return flight.wait()
        try:
            mine.land(answer=self._compute(make))
        except BaseException as error:
            mine.land(error=error)
            raise
        finally:
            with self._lock:
                del self._flights[key]
                self._keep(version, asked, mine.answer)
        return mine.wait()

    def _compute(self, make: Callable[[], bytes]) -> bytes:
        if not self._turns.acquire(blocking=False):
            raise Busy
        try:
            with self._computing:
                return make()
        finally:
            self._turns.release()

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
