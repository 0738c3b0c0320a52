"""The OpenAPI document: valid, complete, and true."""

import json
import re
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from openapi_spec_validator import validate
from schemathesis.checks import not_a_server_error
from schemathesis.generation.modes import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from locator.paths import data_file
from locator.publish.openapi.openapi_document import build_document, endpoints
from locator.settings import read_settings
from locator.web import create_app

FOLDER = TemporaryDirectory()
# Few people, so that the planner's questions take milliseconds, at the widest radius too.
PEOPLE = Path(FOLDER.name, "demand.csv")
PEOPLE.write_text(
    "lon,lat,weight\n" + "".join(f"{113 + n / 100},{34 + n / 200},{n}\n" for n in range(99))
)
APP = create_app(replace(read_settings({}), stations=data_file("example.geojson"), demand=PEOPLE))
# What solves for seconds.
FEW = {"/api/v1/plan": 2}
EXAMPLES = 10
# What stands for an id in a path, so that there are answers and not only 404s.
KNOWN = {"station_id": "example-fridge", "featureId": "example-fridge", "collectionId": "stations"}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
DOCUMENT = build_document("http://localhost", "en")
OPERATIONS = {
    operation.ok().path: operation.ok()
    for operation in schemathesis.openapi.from_dict(DOCUMENT).get_all_operations()
}


def routes():
    """The paths that the app answers, as the document writes them."""
    return {
        re.sub(r"<(?:[^<>:]+:)?([^<>]+)>", r"{\1}", rule.rule) for rule in APP.url_map.iter_rules()
    }


def written(path):
    """A path without the names of its parameters."""
    return re.sub(r"\{[^}]+\}", "{}", path)


@pytest.mark.parametrize("url", ["/api/openapi.json", "/ogc/api"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_document_is_valid(url, lang):
    answer = APP.test_client().get(url, query_string={"lang": lang})
    assert answer.content_type == "application/vnd.oai.openapi+json;version=3.0"
    document = json.loads(answer.data)
    validate(document)
    assert document["openapi"].startswith("3.0.")
    summaries = [item["get"]["summary"] for item in document["paths"].values()]
    assert all(text.isascii() for text in summaries) == (lang == "en")
    names = [item["get"]["operationId"] for item in document["paths"].values()]
    assert len(set(names)) == len(names)


def test_the_document_has_every_route_and_no_other():
    described = {written(endpoint.path) for endpoint in endpoints()}
    served = {written(path) for path in routes()}
    assert served - described == set(), "describe these in locator/publish/openapi"
    assert described - served == set(), "nothing answers there"


def test_only_what_reads_is_served():
    for rule in APP.url_map.iter_rules():
        assert rule.methods <= {"GET", "HEAD", "OPTIONS"}, rule


def test_a_part_of_the_document_has_what_it_refers_to_and_no_more():
    whole = build_document("http://localhost", "en")
    part = build_document("http://localhost", "en", below="/ogc")
    assert part["servers"] == [{"url": "http://localhost/ogc"}]
    for document in (whole, part):
        text = json.dumps(document)
        for section, parts in document["components"].items():
            for name in parts:
                assert f'"#/components/{section}/{name}"' in text
    assert part["paths"]["/"] == whole["paths"]["/ogc/"]
    assert set(part["components"]["schemas"]) < set(whole["components"]["schemas"])


def parameters_of(path):
    for parameter in DOCUMENT["paths"][path]["get"]["parameters"]:
        name = parameter.get("$ref", "").rpartition("/")[2]
        yield DOCUMENT["components"]["parameters"][name] if name else parameter


STRICT = [path for path in OPERATIONS if path.startswith(("/api/", "/ogc"))]


@pytest.mark.parametrize("path", STRICT)
def test_the_parameters_are_those_that_are_taken(path):
    """An unknown parameter is refused with the names of those there are."""
    url = re.sub(r"\{(\w+)\}", lambda match: KNOWN[match[1]], path)
    answer = APP.test_client().get(url, query_string={"nope": "1", "lang": "en"})
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    refused = [e for e in json.loads(answer.data)["errors"] if e["parameter"] == "nope"]
    taken = refused[0]["allowed"].removeprefix("one of the parameters ").split(", ")
    names = [parameter["name"] for parameter in parameters_of(path) if parameter["in"] == "query"]
    assert sorted(names) == sorted(taken)


# Without parameters there is nothing to get wrong.
ASKED = [
    pytest.param(path, mode, id=f"{path}-{mode.name.lower()}")
    for path in OPERATIONS
    for mode in GenerationMode
    if mode == GenerationMode.POSITIVE or DOCUMENT["paths"][path]["get"]["parameters"]
]


def within_reach(query):
    """The same question with a radius that is answered in a second; what is no number stays."""
    try:
        wide = float(str((query or {})["radius_m"])) > 1500
    except (KeyError, ValueError):
        wide = False
    return {**query, "radius_m": 1000} if wide else query


def closing(environ, start_response):
    """Answer as a server does, which closes what it has sent."""
    answer = APP(environ, start_response)
    try:
        return [b"".join(answer)]
    finally:
        answer.close()


@pytest.mark.parametrize(("path", "mode"), ASKED)
def test_every_answer_is_as_described(path, mode):
    """Requests as the document has them, and others: no 5xx, no answer outside its schema."""
    turns = 0

    @settings(
        max_examples=FEW.get(path, EXAMPLES),
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=OPERATIONS[path].as_strategy(generation_mode=mode))
    def ask(case):
        nonlocal turns
        turns += 1
        for name in set(case.path_parameters or {}) & set(KNOWN) if turns % 2 else ():
            case.path_parameters[name] = KNOWN[name]
        if path in FEW:
            case.query = within_reach(case.query)
        answer = case.call(app=closing, headers={"Accept-Encoding": "identity"})
        # oEmbed demands a 501 for formats that there are not; it is described as others are.
        known = {not_a_server_error} if answer.status_code == HTTPStatus.NOT_IMPLEMENTED else set()
        case.validate_response(answer, checks=[check for check in CHECKS if check not in known])

    ask()
    assert turns


def test_the_page_names_every_endpoint():
    for lang in ("zh", "en"):
        text = APP.test_client().get("/api/", query_string={"lang": lang}).text
        for endpoint in endpoints():
            assert f"<code>{endpoint.path}</code>" in text
        assert "<script" not in text
