"""The description of the surface: OpenAPI 3.1, made from the table of routes and the shapes."""

from collections.abc import Iterable
from functools import cache
from typing import Final

from domain.model.values import Json
from server.http import shapes
from server.http.endpoint import Answer, Call, Endpoint
from server.http.health import VERSION
from server.http.problems import CODES, MEDIA_TYPE
from server.http.wire import Schema, schema_of

_SYNC: Final = "/api/sync/{room}"


async def show(_call: Call) -> Answer:
    """Answer `GET /api/openapi.json`."""
    return Answer(_own())


@cache
def _own() -> dict[str, Json]:
    from server.http.routes import ENDPOINTS  # noqa: PLC0415 - the table names this module

    return describe(ENDPOINTS)


def describe(endpoints: Iterable[Endpoint]) -> dict[str, Json]:
    """Return the OpenAPI document of the routes."""
    definitions: dict[str, Schema] = {}
    paths: dict[str, dict[str, Json]] = {}
    for endpoint in endpoints:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(
            endpoint,
            definitions,
        )
    paths[_SYNC] = {"get": _sync_operation()}
    schema_of(shapes.Problem, definitions)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "SchemaOS",
            "version": VERSION,
            "summary": "Models whose every edit is a commit in a bitemporal log.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {"schemas": definitions},
    }


def _operation(endpoint: Endpoint, definitions: dict[str, Schema]) -> Schema:
    responses: dict[str, Json] = {
        str(status): _answer(endpoint, status, shape, definitions)
        for status, shape in endpoint.answers.items()
    }
    responses["default"] = {
        "description": "Refused: " + ", ".join(sorted({str(code[0]) for code in CODES.values()})),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    operation: Schema = {
        "operationId": endpoint.name,
        "summary": endpoint.words,
        "parameters": [*_path_parameters(endpoint.path), *_query_parameters(endpoint)],
        "responses": responses,
    }
    if endpoint.body is not None:
        content: dict[str, Json] = {
            "application/json": {"schema": schema_of(endpoint.body, definitions)},
        }
        if endpoint.body is shapes.ImportText:
            content["text/plain"] = {"schema": {"type": "string"}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _answer(
    endpoint: Endpoint,
    status: int,
    shape: object,
    definitions: dict[str, Schema],
) -> Schema:
    answer: Schema = {"description": _STATUSES[status]}
    if shape is not None:
        media = str(endpoint.media).partition(";")[0]
        answer["content"] = {media: {"schema": schema_of(shape, definitions)}}
    return answer


_STATUSES: Final = {
    200: "Done.",
    201: "Recorded now.",
    202: "Begun; the task tells when it is done.",
    304: "Unchanged since the ETag that was sent.",
}


def _path_parameters(path: str) -> list[Json]:
    names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in names
    ]


def _query_parameters(endpoint: Endpoint) -> list[Json]:
    return [
        {
            "name": parameter.name,
            "in": "query",
            "description": parameter.words,
            "schema": {"type": "string"},
        }
        for parameter in endpoint.query or ()
    ]


def _sync_operation() -> Schema:
    return {
        "operationId": "joinRoom",
        "summary": "A socket of a room: the y-websocket protocol on {model} or {model}@{branch}.",
        "parameters": _path_parameters(_SYNC),
        "responses": {"101": {"description": "The connection is a socket now."}},
    }
