"""Sites without a server for tests: made once, asked beside the server's answers."""

from __future__ import annotations

import datetime as dt
import functools
import http.server
import threading
from contextlib import contextmanager

from locator.publish.site.site_files import SiteOptions, build_site, manifest_inputs
from locator.publish.site.site_folder import SiteFolder

DAY = dt.date(2026, 9, 1)
# What a script asks of one answer, many times at once.
ASK = "([name, questions]) => questions.map((one) => window.locator.offline.answers[name](...one))"


def publish(path, stations, **options):
    """Write a site and return its folder."""
    site_options = SiteOptions(**{"day": DAY, "downloads": False, **options})
    with SiteFolder(path) as folder:
        build_site(folder, stations, site_options)
        folder.publish(manifest_inputs(stations, site_options))
    return path


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_args):
        pass


@contextmanager
def hosting(folder):
    """Serve a folder of files on a free port, as any web server would."""
    handler = functools.partial(_Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def difference(expected, actual, path=""):
    """Tell where two answers differ; distances may by a millimetre, as they are rounded to one."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        if expected.keys() != actual.keys():
            return f"{path}: {sorted(expected.keys() ^ actual.keys())}"
        pairs = [(f"{path}.{key}", expected[key], actual[key]) for key in expected]
    elif isinstance(expected, list) and isinstance(actual, list):
        if len(expected) != len(actual):
            return f"{path}: {len(expected)} and {len(actual)} items"
        pairs = [
            (f"{path}[{i}]", a, b) for i, (a, b) in enumerate(zip(expected, actual, strict=True))
        ]
    elif isinstance(expected, float) or isinstance(actual, float):
        allowed = 0.001_000_1 if path.endswith("distance_m") else 1e-6
        allowed = 0.010_000_1 if path.endswith("bearing_deg") else allowed
        return None if abs(expected - actual) <= allowed else f"{path}: {expected} and {actual}"
    else:
        return None if expected == actual else f"{path}: {expected!r} and {actual!r}"
    return next((fault for where, a, b in pairs if (fault := difference(a, b, where))), None)
