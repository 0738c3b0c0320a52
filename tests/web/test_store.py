"""A changed file is taken up without a failed request; a broken one leaves the old set serving."""

import json
import logging
import threading

import pytest

from locator.errors import LocatorError
from locator.settings import Settings
from locator.web import create_app
from locator.web.store import store
from tests.making import collection, feature, write
from tests.waiting import eventually

HERE = {"lon": "113.65", "lat": "34.76"}


@pytest.fixture
def path(tmp_path):
    return write(tmp_path / "stations.geojson", feature("first"))


@pytest.fixture
def app(path):
    return create_app(Settings(stations=path, reload_every_s=0.05))


def ids(client):
    answer = client.get("/api/v1/nearest", query_string=HERE)
    assert answer.status_code == 200
    return [item["id"] for item in json.loads(answer.data)["features"]]


def health(client):
    return json.loads(client.get("/healthz").data)


def replace(path, *features):
    fresh = path.with_suffix(".new")
    write(fresh, *features)
    fresh.replace(path)


def test_a_changed_file_is_served(app, path):
    client = app.test_client()
    before = health(client)
    assert ids(client) == ["first"]
    replace(path, feature("second"), feature("third", lon=113.7))
    eventually(lambda: set(ids(client)) == {"second", "third"})
    after = health(client)
    assert (before["stations"], after["stations"]) == (1, 2)
    assert before["data_sha256"] != after["data_sha256"]
    assert after["status"] == "ok"


def test_a_broken_file_leaves_the_old_one_and_says_so(app, path, caplog):
    client = app.test_client()
    assert ids(client) == ["first"]
    with caplog.at_level(logging.ERROR):
        path.write_text("{")
        eventually(lambda: health(client)["status"] == "stale")
    assert "not JSON" in health(client)["error"]
    assert "not JSON" in caplog.text
    assert ids(client) == ["first"]
    replace(path, feature("mended"))
    eventually(lambda: ids(client) == ["mended"])
    assert health(client)["status"] == "ok"
    assert "error" not in health(client)


def test_a_removed_file_leaves_the_old_one_and_says_so(app, path):
    client = app.test_client()
    assert ids(client) == ["first"]
    path.unlink()
    eventually(lambda: health(client)["status"] == "stale")
    assert ids(client) == ["first"]


def test_whatever_goes_wrong_while_reading_the_old_one_serves(app, path, monkeypatch, caplog):
    client = app.test_client()
    assert ids(client) == ["first"]

    def fail(_path):
        raise MemoryError("no room")

    monkeypatch.setattr(store(app), "_read", fail)
    replace(path, feature("second"))
    eventually(lambda: health(client)["status"] == "stale")
    assert "no room" in caplog.text
    assert "no room" not in health(client)["error"]  # the log is for who runs it, not for all
    assert ids(client) == ["first"]


def test_no_request_fails_while_files_change(app, path):
    failures, revisions, stop = [], set(), threading.Event()

    def ask():
        client = app.test_client()
        while not stop.is_set():
            answer = client.get("/api/v1/nearest", query_string={**HERE, "k": "3"})
            names = {item["properties"]["name"] for item in json.loads(answer.data)["features"]}
            if answer.status_code != 200 or len(names) != 1:
                failures.append((answer.status_code, names))
            revisions.update(names)

    def generation(number):
        return [feature(f"s{i}", lon=113.6 + i / 100, name=f"第{number}版") for i in range(3)]

    replace(path, *generation(0))
    client = app.test_client()
    eventually(lambda: health(client)["stations"] == 3)
    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(1, 6):
        replace(path, *generation(number))
        eventually(lambda number=number: f"第{number}版" in revisions)
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_file_that_is_being_written_is_waited_for(app, path, monkeypatch, caplog):
    client = app.test_client()
    assert ids(client) == ["first"]
    text = json.dumps(collection(feature("slow")))
    parts = (text[at : at + 40] for at in range(0, len(text), 40))
    look, looks = store(app)._look, []

    def look_while_it_grows():
        looks.append(1)
        with path.open("a") as file:
            file.write(next(parts, ""))
        return look()

    with caplog.at_level(logging.ERROR):
        path.write_text("")
        monkeypatch.setattr(store(app), "_look", look_while_it_grows)
        eventually(lambda: ids(client) == ["slow"])
    assert len(looks) > len(text) / 40
    assert caplog.text == ""


def test_a_server_does_not_start_on_a_broken_file(tmp_path):
    path = tmp_path / "broken.geojson"
    path.write_text("[]")
    with pytest.raises(LocatorError, match=r"broken\.geojson"):
        create_app(Settings(stations=path))


def test_modelled_stations_can_be_hidden(tmp_path):
    path = write(
        tmp_path / "some.geojson",
        feature("real"),
        feature("model", name="模拟·站", position="modelled"),
    )
    app = create_app(Settings(stations=path, hide_modelled=True))
    assert ids(app.test_client()) == ["real"]
