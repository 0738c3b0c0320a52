import json

from locator import __version__
from locator.web.store import store


def test_health_tells_what_is_served(client, app):
    answer = client.get("/healthz")
    body = json.loads(answer.data)
    assert answer.status_code == 200
    assert body["status"] == "ok"
    assert body["version"] == __version__
    assert body["stations"] == 11_659
    origin = store(app).served.stations.origin
    assert body["data_sha256"] == origin.sha256
    assert body["data_modified_at"] == origin.modified_at.isoformat()
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
