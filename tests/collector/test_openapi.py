"""The intake's description: true to the routes, and what schemathesis makes of it."""

from __future__ import annotations

import subprocess
from pathlib import Path
from sysconfig import get_path

import pytest

from drumbeat.collector import dialects
from drumbeat.collector.dialects import DIALECTS, ROUTES
from drumbeat.collector.openapi import PATH, document
from drumbeat.collector.spool import Spool
from drumbeat.warehouse.lake import Lake
from tests.collector.conftest import Server
from tests.collector.test_loader import load

# One path of each kind; the others are read by the same functions.
PATHS = (
    "/v1/batch", "/v1/track", "/v1/identify", "/v1/group", "/v1/alias", "/batch", "/i/v0/e",
    "/mp/collect", "/debug/mp/collect", "/matomo.php", "/i",
    "/com.snowplowanalytics.snowplow/tp2", "/api/event",
)  # fmt: skip
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_schema_conformance,response_headers_conformance,allow_header_conformance"
)


def test_every_path_and_method_is_described_and_no_other():
    described = {
        (path, method.upper())
        for path, methods in document()["paths"].items()
        for method in methods
    }

    assert described == {
        (path, method)
        for path, route in ROUTES.items()
        for method in getattr(DIALECTS[route.dialect], "METHODS", dialects.METHODS)
    }


def test_no_reference_in_it_leads_nowhere():
    described = document()

    def references(part):
        if isinstance(part, dict):
            yield from [part["$ref"]] if "$ref" in part else []
            part = list(part.values())
        for inner in part if isinstance(part, list) else ():
            yield from references(inner)

    found = set(references(described))
    assert len(found) > 10
    for reference in found:
        place = described
        for name in reference.removeprefix("#/").split("/"):
            place = place[name]


def test_it_is_served_to_every_page(site):
    reply = site.ask("GET", PATH, origin="https://docs.example")

    assert (reply.status, reply.json["openapi"]) == (200, "3.1.0")
    assert reply.headers["access-control-allow-origin"] == "*"
    assert site.ask("POST", PATH).status == 405


@pytest.mark.slow
def test_schemathesis_finds_no_answer_that_is_not_described_and_nothing_that_blocks_the_loader(
    tmp_path,
):
    server = Server(tmp_path, ANY_KEY="1")
    words = [str(Path(get_path("scripts")) / "schemathesis"), "run", f"{server.host}{PATH}"]
    words += ["--phases=coverage,fuzzing", "--max-examples=10", "--auth=key:", "--no-color"]
    words += [f"--checks={CHECKS}", *(f"--include-path={path}" for path in PATHS)]
    try:
        found = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, timeout=400)
        healthy = server.ask("GET", "/healthz")[0].status
    finally:
        server.stop()

    assert found.returncode == 0, found.stdout
    assert f"Tested: {sum(len(document()['paths'][path]) for path in PATHS)}" in found.stdout
    assert healthy == 200
    spool, lake = Spool(server.spool_path), Lake(tmp_path / "lake")
    assert spool.status().depth > 100
    while load(spool, lake).chunks:
        pass
    spool.close()
