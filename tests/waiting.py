"""Waiting for states, never for times: how long a step takes is the machine's affair.

A deadline only ends a test that waits in vain. It is long, since no test that passes reaches it.
"""

from __future__ import annotations

import time

DEADLINE_S = 60.0
# What a page is asked for: two frames drawn, so that what was changed before is seen.
_FRAMES = """(count) => new Promise((done) => {
  const next = () => (count-- ? requestAnimationFrame(next) : done());
  next();
})"""
# Leaflet marks its panes while they move; what turns without end is no movement to wait for.
_AT_REST = """!document.querySelector(".leaflet-zoom-anim, .leaflet-pan-anim")
  && document.getAnimations().every((one) =>
    one.playState !== "running" || one.effect.getComputedTiming().endTime === Infinity)"""


def eventually(condition, message="it did not happen in time", *, every_s=0.02):
    """Ask until a condition holds, and return what it gave: the one place where tests sleep."""
    last = time.monotonic() + DEADLINE_S
    while not (value := condition()):
        assert time.monotonic() < last, message() if callable(message) else message
        time.sleep(every_s)
    return value


def until(page, condition):
    """Wait for an expression. Playwright's own waiting evals, which the pages' policy forbids.

    Only its truth comes over: what a map holds takes seconds.
    """
    from playwright.sync_api import Error  # which those who wait for a process may lack

    def holds():
        try:
            return page.evaluate(f"Boolean({condition})")
        except Error as error:
            # Between two pages there is nobody to ask.
            if "context was destroyed" not in str(error):
                raise
            return False

    eventually(holds, f"waited in vain for {condition}")


def arrived(page, condition, message="the page said nothing of it"):
    """Wait for what a page's events bring: they come while the page is asked for something."""
    return eventually(lambda: page.evaluate("true") and condition(), message)


def frames(page, count=2):
    """Wait until a page, or a frame of it, has drawn some frames."""
    page.evaluate(_FRAMES, count)


def at_rest(page):
    """Wait until no map moves and nothing fades. What was begun just now shows after a frame."""
    frames(page)
    until(page, _AT_REST)
    frames(page)


class Requests:
    """What a page asks for, of addresses with some part, and what of it has come to an end."""

    def __init__(self, page, part=""):
        self.page, self.part, self.requests, self._ended = page, part, [], set()
        page.on("request", self._begin)
        page.on("requestfinished", self._end)
        page.on("requestfailed", self._end)

    def _begin(self, request):
        if self.part in request.url:
            self.requests.append(request)

    def _end(self, request):
        self._ended.add(request)

    def over(self, *requests):
        """Wait until these, or all, are answered or given up, and what comes of that is shown."""
        arrived(self.page, lambda: self._ended.issuperset(requests or self.requests))
        frames(self.page)


class HeldRequests(Requests):
    """Requests to some addresses, which wait until the test lets them go."""

    def __init__(self, page, pattern):
        super().__init__(page)
        self.routes = []
        page.route(pattern, self._hold)

    def _hold(self, route):
        self.routes.append(route)

    def first(self):
        """Wait for a request, and return its route."""
        arrived(self.page, lambda: self.routes, "no request came")
        return self.routes.pop(0)
