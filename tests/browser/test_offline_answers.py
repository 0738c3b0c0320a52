"""What pages without a server answer, beside what the server does: many questions."""

import datetime as dt
import itertools
import json
import random
from dataclasses import replace

import pytest

from locator.find.nearest import state_of
from locator.publish.site.site_tables import last_day
from locator.settings import read_settings
from locator.stations.kinds import KINDS
from locator.stations.moments import china_time
from locator.stations.services import SERVICES
from locator.web import create_app
from tests.browser.offline import ASK, DAY, difference, publish
from tests.making import feature, write

pytestmark = pytest.mark.slow

KIND_WORDS = ["driver_home", "rider_home", "love_station"]
SERVICE_WORDS = ["water", "toilet", "shower", "rest", "bed", "phone_charging"]
WORDS = [
    "郑州",
    "zhengzhou",
    "zz",
    "爱心",
    "a",
    "驿站",
    "jinshui",
    "jsq",
    "017",
    "yinhang",
    "银行",
    "河南省郑州市",
    "郑州市金水区",
    "luohe",
    "changyuan",
    "nothing",
    "模拟",
    "模拟·延",
    "Y",
    "工会 驿站",
    "建设路",
    "1",
    "省",
    "洛阳瀍河",
    "zhengzhoushi",
    "ＺＺ",
    "gong'hui",
    "南乐",
    "zhangyuan",
    "cheng",
    "二七",
]
# Of every sort that the grammar knows: seasons, nights, holidays, doubts, comments.
HOURS = [
    "24/7",
    "08:00-20:00",
    "Mo-Fr 08:30-18:00",
    "Mo-Fr 08:30-18:00; PH off",
    "22:00-06:00",
    "Fr,Sa 20:00-03:00",
    "PH,Sa,Su 09:00-12:00",
    "Mo-Fr 08:30-12:00,14:00-17:30",
    "18:00+",
    "May-Sep 08:00-20:00; Oct-Apr 08:30-18:00",
    "Mo-Fr unknown; PH off",
    "Tu-Su 09:00-17:00",
    'Mo-Fr 08:00-18:00 "预约 <b>"',
    "sunrise-sunset",
    '08:00-20:00; PH unknown "春节休息"',
    "May-Sep",
    "00:00-24:00; Mo off",
    "Mo-Su 10:00-02:00; PH 12:00-16:00",
    "Dec 25-Jan 05 off",
    None,
]


def flat(question):
    return {k: ",".join(v) if isinstance(v, list) else v for k, v in question.items()}


def asked_of_server(client, path, questions):
    answers = [client.get(path, query_string=flat(question)) for question in questions]
    assert {answer.status_code for answer in answers} == {200}
    return [json.loads(answer.text) for answer in answers]


def compare(questions, expected, actual):
    differences = [
        (question, fault)
        for question, one, other in zip(questions, expected, actual, strict=True)
        if (fault := difference(one, other))
    ]
    assert differences[:3] == []


def moment(rng, days=300):
    at = dt.datetime.combine(DAY, dt.time()) + dt.timedelta(minutes=rng.randrange(days * 1440))
    return at.isoformat(timespec="minutes")


def filters(rng):
    query = {"open": rng.choice(["any", "possible", "only"])}
    if rng.random() < 0.4:
        query["kind"] = rng.sample(KIND_WORDS, rng.choice([1, 2]))
    if rng.random() < 0.4:
        query["service"] = rng.sample(SERVICE_WORDS, rng.choice([1, 2]))
    return query


def place(rng, *, anywhere=False):
    if anywhere:
        return {"lon": rng.uniform(-180, 180), "lat": rng.uniform(-90, 90)}
    return {"lon": rng.uniform(110, 117), "lat": rng.uniform(31, 36.6)}


@pytest.fixture(scope="module")
def client():
    return create_app(read_settings({})).test_client()


@pytest.fixture(scope="module")
def stations(client):
    return client.application.extensions["stations"].served.stations


@pytest.fixture(scope="module")
def published(tmp_path_factory, stations):
    return publish(tmp_path_factory.mktemp("published") / "site", stations)


def edges(stations):
    """Places that are hard: on a station, between two, at the poles, on the other side."""
    on = [(s.where.lon, s.where.lat) for s in stations.stations[::1500]]
    between = [((a + c) / 2, (b + d) / 2) for (a, b), (c, d) in itertools.pairwise(on)]
    far = [(0, 90), (0, -90), (180, 0), (-180, 0), (180, 34), (-66.4, -34.7), (113.6, 0)]
    return [{"lon": lon, "lat": lat} for lon, lat in (*on, *between, *far)]


@pytest.fixture(scope="module")
def page(chromium, published):
    """The site, opened from the disk by a phone that is in New York."""
    context = chromium.new_context(timezone_id="America/New_York")
    page = context.new_page()
    page.goto((published / "index.html").as_uri())
    yield page
    context.close()


def test_the_nearest_of_thousands_of_places(client, page, stations):
    rng = random.Random(1)
    questions = []
    for number in range(2_000):
        question = {**place(rng), **filters(rng), "k": rng.choice([1, 2, 5]), "at": moment(rng)}
        if number % 2:
            question["travel"] = rng.choice(["walk", "ebike", "truck"])
        if number % 7 == 0:
            question["max_distance_m"] = rng.choice([500, 5000, 50000])
        questions.append(question)
    # From afar a walk would end after the hours that are written out.
    questions += [{**place(rng, anywhere=True), "k": 3, "at": moment(rng)} for _ in range(40)]
    questions += [{**at, "k": 5, "at": moment(rng)} for at in edges(stations)]
    expected = asked_of_server(client, "/api/v1/nearest", questions)
    compare(questions, expected, page.evaluate(ASK, ["nearest", [[q] for q in questions]]))


def test_which_filter_to_drop(client, page):
    rng = random.Random(2)
    questions = [
        {**place(rng), "open": "only", "kind": ["driver_home"], "service": ["shower", "bed"],
         "at": moment(rng), "max_distance_m": 20000}
        for _ in range(30)
    ]  # fmt: skip
    expected = asked_of_server(client, "/api/v1/relaxed", questions)
    compare(questions, expected, page.evaluate(ASK, ["relaxed", [[q] for q in questions]]))


def test_marks_of_a_map(client, page):
    rng = random.Random(3)
    questions = []
    for number in range(80):
        at, size = place(rng), rng.choice([0.02, 0.1, 0.5, 2, 6])
        box = (at["lon"], at["lat"], at["lon"] + size, at["lat"] + size)
        question = {"bbox": ",".join(f"{edge:.5f}" for edge in box), "zoom": rng.randrange(5, 19)}
        question |= filters(rng) | {"at": moment(rng)}
        if number % 4 == 0:
            question |= at | {"travel": "ebike"}
        questions.append(question)
    expected = asked_of_server(client, "/api/v1/stations", questions)
    compare(questions, expected, page.evaluate(ASK, ["view", [[q] for q in questions]]))


def test_search_by_name(client, page):
    questions = [{"q": word} for word in WORDS] + [{"q": "zheng", "limit": 20}]
    expected = asked_of_server(client, "/api/v1/search", questions)
    assert sum(len(answer["results"]) for answer in expected) > 150
    compare(questions, expected, page.evaluate(ASK, ["search", [[q] for q in questions]]))


@pytest.mark.parametrize(("coordsys", "to"), [("wgs84", "gcj02"), ("gcj02", "wgs84")])
def test_datums(client, page, coordsys, to):
    rng = random.Random(4)
    points = ";".join(
        f"{rng.uniform(110, 117):.7f},{rng.uniform(31, 36.6):.7f}" for _ in range(100)
    )
    question = {"points": points, "coordsys": coordsys, "to": to}
    expected = asked_of_server(client, "/api/v1/convert", [question])
    compare([question], expected, page.evaluate(ASK, ["convert", [[question]]]))


def test_datums_are_not_guessed_outside_the_box(page):
    message = page.evaluate(
        """() => { try { window.locator.offline.answers.convert(
             { points: "100.0,20.0", coordsys: "gcj02", to: "wgs84" }); return ""; }
           catch (error) { return error.message; } }"""
    )
    assert message == "outside of the box"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """An app and a site of stations of all sorts of hours, seasons and statuses."""
    rng = random.Random(5)
    features = [
        feature(
            f"h{n}",
            113.6 + n / 500,
            34.7,
            opening_hours=osm or ...,
            kind=rng.choice(list(KINDS)),
            services=rng.sample(list(SERVICES), 4),
            position="surveyed",
            name=f"𠮷站 (a) 'b' 🛵{n}",
        )
        for n, osm in enumerate(HOURS)
    ]
    features += [
        feature(
            "summer", opening_hours="08:00-20:00", valid_from="2026-06-01", valid_to="2026-09-30"
        ),
        feature("ends", opening_hours="20:00-04:00", valid_to="2027-03-01"),
        feature("always", opening_hours="24/7", valid_from="2026-12-24"),
        feature("paused", opening_hours="24/7", status="paused"),
        feature("planned", status="planned"),
    ]
    folder = tmp_path_factory.mktemp("made")
    path = write(folder / "stations.geojson", *features)
    app = create_app(replace(read_settings({}), stations=path))
    return app, publish(folder / "site", app.extensions["stations"].served.stations)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_states_and_their_words_at_many_moments(chromium, made, lang):
    app, site = made
    served = app.extensions["stations"].served
    stations, encoder = served.stations, served.encoder
    until = last_day(stations.hours.calendar, DAY)
    rng = random.Random(6)
    questions = [
        (station.id, {"at": moment(rng, (until - DAY).days + 1)})
        for station in stations
        for _ in range(80)
    ]
    expected = []
    for station_id, question in questions:
        position, at = (
            stations.position(station_id),
            china_time(dt.datetime.fromisoformat(question["at"])),
        )
        expected.append(
            json.loads(encoder.station_at(position, state_of(stations, position, at), at, lang))
        )
    assert {one["properties"]["open_state"] for one in expected} == {"open", "closed", "unknown"}
    assert len({one["properties"]["open_reason_code"] for one in expected}) > 18
    context = chromium.new_context(timezone_id="Pacific/Kiritimati")
    page = context.new_page()
    page.goto((site / ("index.html" if lang == "zh" else "index.en.html")).as_uri())
    answers = page.evaluate(ASK, ["station", [list(question) for question in questions]])
    context.close()
    compare(questions, expected, answers)


def test_seasons_and_arrivals(chromium, made):
    app, site = made
    client = app.test_client()
    rng = random.Random(7)
    questions = [
        {
            "lon": rng.uniform(113.5, 113.7),
            "lat": rng.uniform(34.6, 34.8),
            "k": 30,
            "at": moment(rng),
            "travel": rng.choice(["walk", "truck"]),
            "open": rng.choice(["any", "possible", "only"]),
        }
        for _ in range(100)
    ]
    expected = asked_of_server(client, "/api/v1/nearest", questions)
    page = chromium.new_page()
    page.goto((site / "index.html").as_uri())
    answers = page.evaluate(ASK, ["nearest", [[q] for q in questions]])
    page.close()
    compare(questions, expected, answers)


def test_beyond_the_hours_written_out_states_are_unknown(page, stations):
    until = last_day(stations.hours.calendar, DAY)
    station = next(s for s in stations if s.opening_hours == "24/7")
    days = [until, until + dt.timedelta(days=1), DAY - dt.timedelta(days=1)]
    queries = [[station.id, {"at": f"{day}T12:00"}] for day in days]
    states = [one["properties"] for one in page.evaluate(ASK, ["station", queries])]
    assert [state["open_state"] for state in states] == ["open", "unknown", "unknown"]
    assert str(until) in states[1]["open_reason"]
