"""The intake described in OpenAPI 3.1: made from the routes and from the types they are read as."""

from __future__ import annotations

import gzip
import json
from typing import Any

import msgspec

from drumbeat.collector.dialects import DIALECTS, METHODS, ROUTES, Route
from drumbeat.collector.http import RETRY_AFTER_SECONDS, Answer, Refused, Request, refusal
from drumbeat.collector.openapi.clients import CLIENTS, FORM, GIF, Client, Kind, Schema

PATH = "/v1/openapi.json"

_REFUSALS = {
    400: "A fault in the request; `place` names where it is. None of the request is kept.",
    401: "The write key is not known.",
    413: "The body, or the message at `place`, is too large.",
    415: "The body is packed in a way that is not known: send gzip or deflate.",
    503: "Not stored: the disk or the spool is full. Send it again later.",
}
_REFUSAL: Schema = {
    "type": "object",
    "properties": {
        "success": {"const": False},
        "code": {"type": "string"},
        "message": {"type": "string"},
        "place": {"type": "string", "description": "a JSON path, a parameter, or line and column"},
    },
    "required": ["success", "code", "message"],
}
_ABOUT = (
    "Success means that every message of the request is on disk. Messages with an id may be sent "
    "again for seven days and count once. A body may be packed by gzip or deflate."
)


class Description:
    """Answers requests for the description."""

    def __init__(self) -> None:
        self._packed = gzip.compress(json.dumps(document()).encode(), mtime=0)

    async def answer(self, request: Request) -> Answer:
        if request.method not in ("GET", "HEAD"):
            return refusal(Refused(405, "method_not_allowed", "Send a GET", allow="GET, HEAD"))
        headers = {
            "content-type": "application/json",
            "cache-control": "public, max-age=3600",
            "vary": "Accept-Encoding",
            "access-control-allow-origin": "*",
        }
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Answer(200, self._packed, headers | {"content-encoding": "gzip"})
        return Answer(200, gzip.decompress(self._packed), headers)


def document() -> dict[str, Any]:
    """The whole description."""
    components: dict[str, Schema] = {"Refusal": _REFUSAL}
    paths: dict[str, Any] = {}
    for path, route in ROUTES.items():
        methods = getattr(DIALECTS[route.dialect], "METHODS", METHODS)
        paths[path] = {
            method.lower(): _operation(path, method, route, components)
            for method in sorted(methods)
        }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Drumbeat intake", "version": "1", "description": _ABOUT},
        "tags": [
            {"name": client.name, "externalDocs": {"url": client.docs}}
            for client in CLIENTS.values()
        ],
        "paths": paths,
        "components": {
            "schemas": components,
            "responses": _failures(),
            "securitySchemes": {
                "basic": {
                    "type": "http",
                    "scheme": "basic",
                    "description": "The write key as user name; any password.",
                }
            },
        },
        # Nothing by Basic: the key stands where the client puts it, in the body or the query.
        "security": [{"basic": []}, {}],
    }


def _operation(
    path: str, method: str, route: Route, components: dict[str, Schema]
) -> dict[str, Any]:
    client: Client = CLIENTS[route.dialect]
    kind = client.kinds[route.kind]
    told: dict[str, Any] = {
        "operationId": f"{method.lower()}{path.replace('/', '_').replace('.', '_')}",
        "tags": [client.name],
        "summary": kind.says,
        "parameters": _parameters(kind, method),
        "responses": _successes(kind)
        | {str(status): {"$ref": f"#/components/responses/{status}"} for status in _REFUSALS},
    }
    if method == "POST":
        told["requestBody"] = {"content": _bodies(route, kind, components)}
    return told


def _parameters(kind: Kind, method: str) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "query",
            "description": says,
            "required": method == "GET" and name in kind.needs,
            "schema": {"enum": kind.choices[name]} if name in kind.choices else {"type": "string"},
        }
        for name, says in kind.query.items()
    ]


def _bodies(route: Route, kind: Kind, components: dict[str, Schema]) -> dict[str, Any]:
    body = kind.body
    if not isinstance(body, dict):
        body = _from_type(route.dialect, body, components)
    if kind.needs and not kind.choices:
        body = {"allOf": [body, {"required": list(kind.needs)}]}
    found = {content_type: {"schema": body} for content_type in kind.types}
    if kind.form:
        fields = {name: {"type": "string", "description": says} for name, says in kind.form.items()}
        found[FORM] = {"schema": {"type": "object", "properties": fields}}
    return found


def _from_type(dialect: str, body: Any, components: dict[str, Schema]) -> Schema:
    (schema,), parts = msgspec.json.schema_components(
        [body], ref_template=f"#/components/schemas/{dialect}.{{name}}"
    )
    for name, part in parts.items():
        components[f"{dialect}.{name.lstrip('_')}"] = _public(dialect, part)
    return _public(dialect, schema)


def _public(dialect: str, schema: Schema) -> Schema:
    """Without the underscores that the names of our own types begin with."""
    text = json.dumps({key: value for key, value in schema.items() if key != "title"})
    return json.loads(text.replace(f"/{dialect}._", f"/{dialect}."))


def _successes(kind: Kind) -> dict[str, Any]:
    return {
        str(status): {
            "description": "Done",
            "content": {one: {} if one == GIF else {"schema": kind.told} for one in content_types},
        }
        for status, content_types in kind.answers.items()
    }


def _failures() -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}
    found = {
        str(status): {"description": says, "content": content} for status, says in _REFUSALS.items()
    }
    found["503"]["headers"] = {
        "Retry-After": {"schema": {"type": "integer", "default": RETRY_AFTER_SECONDS}}
    }
    return found
