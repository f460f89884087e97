"""Elements as people name them on a command line: by path, by the end of one, or by id."""

import json
from collections.abc import Mapping
from typing import Any, Final

import click

from domain.ids import is_id
from domain.model.graph import Element, Graph
from domain.model.metamodel import attribute_of
from domain.model.types import BUILTINS
from domain.model.values import Json
from server.cli.connection import Connection, Failed, model_path

_SHOWN: Final = 8


def fetch_graph(server: Connection, model: str, **query: str | int | None) -> Graph:
    """Return the graph of a model at a moment, now when none is given."""
    return graph_of(server.get(model_path(model, "graph"), **query))


def graph_of(answer: Mapping[str, Any]) -> Graph:
    """Return the graph that an answer of the server describes."""
    return Graph.of(
        {
            element["id"]: {
                name: value for name, value in element.items() if name != "id" and value is not None
            }
            for element in answer["elements"]
        }
    )


def find(graph: Graph, named: str) -> Element:
    """Return the element meant; raise Failed when there is none or more than one."""
    if is_id(named.lower()):
        element = graph.get(named.lower())
        if element is None:
            raise Failed(f"no element has the id {named}; `schemaos export` shows all of them")
        return element
    paths = {element.id: graph.path(element.id) for element in graph.elements.values()}
    found = [identity for identity, path in paths.items() if path == named]
    found = found or [identity for identity, path in paths.items() if path.endswith("." + named)]
    if not found:
        raise Failed(_unknown(named, sorted(paths.values())))
    if len(found) > 1:
        listed = "\n".join(f"  {paths[identity]}  {identity}" for identity in found[:_SHOWN])
        raise Failed(f"{named} means {len(found)} elements; give the id of one:\n{listed}")
    return graph.elements[found[0]]


def read_assignments(
    given: tuple[str, ...],
    *,
    kind: str,
    graph: Graph,
) -> dict[str, Json]:
    """Return `attribute=value` words as registers, each value read as its attribute wants it."""
    result: dict[str, Json] = {}
    for word in given:
        attribute, equals, text = word.partition("=")
        if not equals or not attribute:
            raise click.UsageError(f"{word!r} is no ATTRIBUTE=VALUE")
        if attribute in result:
            raise click.UsageError(f"{attribute} is given twice; keep one")
        result[attribute] = _read_value(attribute, text, kind=kind, graph=graph)
    return result


def _read_value(attribute: str, text: str, *, kind: str, graph: Graph) -> Json:
    declared = attribute_of(kind, attribute)
    if declared is not None and declared.type.fault(text) is None:
        return text
    try:
        value: Json = json.loads(text)
    except ValueError:
        return _read_type(text, graph) if attribute == "type" else text
    return value


def _read_type(text: str, graph: Graph) -> Json:
    """Return a type as people write it: `string`, `Money`, `ref Customer`."""
    *before, name = text.split()
    to: Json = name
    if name not in BUILTINS:
        try:
            to = find(graph, name).id
        except Failed:
            to = {"name": name}
    return {"to": to, "ref": True} if before == ["ref"] else {"to": to}


def _unknown(named: str, paths: list[str]) -> str:
    last = named.rpartition(".")[2].casefold()
    near = [path for path in paths if path.rpartition(".")[2].casefold() == last]
    near = near or [path for path in paths if last[:3] and last[:3] in path.casefold()]
    hint = f"did you mean {', '.join(near[:_SHOWN])}?" if near else "`schemaos export` shows all"
    return f"no element is called {named}; {hint}"
