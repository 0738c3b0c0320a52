"""`locator serve` as it is used: a process, real requests, a changed file, a signal."""

import json
import socket
import subprocess
import sys
import threading
import urllib.request

import pytest

from tests.making import feature, write
from tests.waiting import eventually


def fetch(url, **headers):
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=20) as answer:
        return answer.status, dict(answer.headers), answer.read()


@pytest.mark.slow
def test_it_serves_the_bundled_data_and_stops_when_told(serve):
    with serve("--workers", 2) as (url, process, log):
        status, headers, body = fetch(url + "/api/v1/nearest?lon=113.65&lat=34.76&k=3")
        assert status == 200
        assert headers["Content-Type"] == "application/geo+json"
        assert len(json.loads(body)["features"]) == 3
        assert json.loads(fetch(url + "/healthz")[2])["stations"] == 11_659
        page = fetch(url + "/")
        assert page[1]["Content-Type"].startswith("text/html")
        packed = fetch(url + "/", **{"Accept-Encoding": "gzip"})
        assert packed[1]["Content-Encoding"] == "gzip"
        assert b"11,659" in log.read_bytes() or b"11659" in log.read_bytes()
    assert process.returncode == 0


@pytest.mark.slow
def test_no_log_tells_where_anybody_is(serve):
    with serve("--workers", 1) as (url, _, log):
        fetch(url + "/api/v1/nearest?lon=113.654321&lat=34.76")
        host, port = url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as broken:
            broken.sendall(b"GET /api/v1/nearest?lon=113.654321&lat=34.76 HTTP/9.9\r\n\r\n")
            broken.recv(1000)
        with socket.create_connection((host, int(port))) as broken:
            broken.sendall(b"GET /x?lon=113.654321 HTTP/1.1\r\nBad Header: x\r\n\r\n")
            broken.recv(1000)
    assert "113.654321" not in log.read_text()


@pytest.mark.slow
def test_a_changed_file_without_a_failed_request(serve, tmp_path):
    path = write(tmp_path / "stations.geojson", feature("old"))
    with serve("--workers", 2, "--stations", path) as (url, _, log):
        nearest = url + "/api/v1/nearest?lon=113.65&lat=34.76"
        statuses, ids, stop = [], set(), threading.Event()

        def ask():
            while not stop.is_set():
                status, _, body = fetch(nearest)
                statuses.append(status)
                ids.add(json.loads(body)["features"][0]["id"])

        threads = [threading.Thread(target=ask) for _ in range(3)]
        for thread in threads:
            thread.start()
        fresh = write(tmp_path / "fresh.geojson", feature("new"))
        fresh.replace(path)
        # Each worker looks for itself: wait until none gives the old answer any more.
        last = []

        def all_new():
            last.append(json.loads(fetch(nearest)[2])["features"][0]["id"])
            return last[-20:] == ["new"] * 20

        try:
            eventually(all_new, lambda: f"answers were still {set(last[-20:])}")
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        assert set(statuses) == {200}
        assert {"old", "new"} >= ids
        path.write_text("{")
        eventually(lambda: json.loads(fetch(url + "/healthz")[2])["status"] == "stale")
        assert json.loads(fetch(nearest)[2])["features"][0]["id"] == "new"
    assert "not JSON" in log.read_text()


def test_a_taken_port_is_told_in_a_line():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = subprocess.run(
            [sys.executable, "-m", "locator", "serve", "--port", str(port)],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert result.returncode == 1
    assert str(port) in result.stderr
    assert "请换一个 --port" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("text", ["{", '{"type": "FeatureCollection", "features": [1]}'])
def test_it_does_not_start_on_a_broken_file(tmp_path, text):
    path = tmp_path / "broken.geojson"
    path.write_text(text)
    result = subprocess.run(
        [sys.executable, "-m", "locator", "serve", "--port", "0", "--stations", str(path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 1
    assert "broken.geojson" in result.stderr
    assert "Traceback" not in result.stderr
