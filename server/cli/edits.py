"""Editing from the command line: one command is one commit."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import click

from domain.errors import BadInstant
from domain.model.graph import Graph
from domain.model.values import Json
from domain.period import parse_instant
from server.cli.connection import Connection, Failed, connected, model_path
from server.cli.elements import fetch_graph, find, read_assignments
from server.cli.sentences import commit_sentences
from server.clock import SystemClock
from server.ids import Uuid7Source

_IDS: Final = Uuid7Source()
_MODES: Final = click.Choice(["edit", "correct", "schedule", "end"])


def timed(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say when a change holds, and why it is made."""
    options = (
        click.option(
            "--mode",
            type=_MODES,
            help="How the period is meant; by itself, --from schedules or corrects.",
        ),
        click.option("--from", "from_", metavar="T", help="The instant from which it holds."),
        click.option("--until", metavar="T", help="next, open, now or an instant."),
        click.option("--why", help="The reason, kept with the commit."),
        click.option("--expected-tx", type=int, help="Refuse when it changed after this commit."),
        click.option("--preview", is_flag=True, help="Only say what would be recorded."),
        click.option("--commit-id", type=click.UUID, help="The same id again is done once."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@click.argument("model")
@click.argument("element")
@click.argument("assignments", nargs=-1, metavar="[ATTRIBUTE=VALUE]...")
@click.option("--clear", multiple=True, metavar="ATTRIBUTE", help="Take the value away.")
@timed
@connected
def edit(
    server: Connection,
    /,
    *,
    model: str,
    element: str,
    assignments: tuple[str, ...],
    clear: tuple[str, ...],
    **options: Any,  # noqa: ANN401 - the options of `timed`
) -> None:
    """Change attributes of an element, now or over a period.

    ELEMENT is a path like Ordering.Order.total, the end of one, or an id.

    schemaos edit webshop OrderLine.qty name=quantity --why "plain words"

    schemaos edit webshop Order.note optional=true --from 2027-01-01
    """
    if not assignments and not clear:
        raise click.UsageError("nothing to change; give ATTRIBUTE=VALUE or --clear ATTRIBUTE")
    graph = fetch_graph(server, model)
    target = find(graph, element)
    values = read_assignments(assignments, kind=target.kind, graph=graph)
    operations = [_operation(target.id, name, value) for name, value in values.items()]
    operations += [{"element": target.id, "attribute": name, "kind": "retract"} for name in clear]
    _send(server, model, operations, options)


@click.command()
@click.argument("model")
@click.argument("kind")
@click.argument("name")
@click.argument("assignments", nargs=-1, metavar="[ATTRIBUTE=VALUE]...")
@click.option("--in", "parent", metavar="ELEMENT", help="The element that shall contain it.")
@timed
@connected
def add(
    server: Connection,
    /,
    *,
    model: str,
    kind: str,
    name: str,
    assignments: tuple[str, ...],
    parent: str | None,
    **options: Any,  # noqa: ANN401 - the options of `timed`
) -> None:
    """Add an element of a kind: `schemaos add webshop field note type=text --in Order`."""
    graph = fetch_graph(server, model)
    identity = _IDS.next_id()
    values: dict[str, Json] = {"kind": kind, "name": name}
    if parent is not None:
        values["parent"] = find(graph, parent).id
    values |= read_assignments(assignments, kind=kind, graph=graph)
    operations = [_operation(identity, attribute, value) for attribute, value in values.items()]
    _send(server, model, operations, options)


@click.command()
@click.argument("model")
@click.argument("element")
@timed
@connected
def remove(
    server: Connection,
    /,
    *,
    model: str,
    element: str,
    **options: Any,  # noqa: ANN401 - the options of `timed`
) -> None:
    """Remove an element with what it contains; its history stays."""
    target = find(fetch_graph(server, model), element)
    _send(server, model, [_operation(target.id, "removed", value=True)], options)


@click.command()
@click.argument("model")
@click.argument("tx", type=click.IntRange(min=1))
@click.option("--why", help="The reason, kept with the commit.")
@click.option("--preview", is_flag=True, help="Only say what would be recorded.")
@click.option("--commit-id", type=click.UUID, help="The same id again is done once.")
@connected
def rescind(
    server: Connection,
    /,
    *,
    model: str,
    tx: int,
    **options: Any,  # noqa: ANN401 - the options above
) -> None:
    """Take a commit back, a plan too; what others decided since stays.

    TX is the commit's number, as `schemaos log` shows it.
    """
    _post(server, model, {"mode": "rescind", "commit": tx}, options)


def _send(
    server: Connection,
    model: str,
    operations: list[dict[str, Json]],
    options: Mapping[str, Any],
) -> None:
    mode = options["mode"] or _mode_of(options["from_"])
    body: dict[str, Any] = {"mode": mode, "operations": operations}
    for option, name in (("from_", "from"), ("until", "until"), ("expected_tx", "expected_tx")):
        if options[option] is not None:
            body[name] = options[option]
    _post(server, model, body, options)


def _post(
    server: Connection,
    model: str,
    body: dict[str, Any],
    options: Mapping[str, Any],
) -> None:
    body["commit_id"] = str(options["commit_id"] or _IDS.next_id())
    body["preview"] = options["preview"]
    if options["why"] is not None:
        body["why"] = options["why"]
    answer = server.send("POST", model_path(model, "commits"), body).content
    graph = None if server.as_json else _graph_after(server, model)
    server.say(answer, *commit_sentences(answer, graph))


def _graph_after(server: Connection, model: str) -> Graph | None:
    try:
        return fetch_graph(server, model)
    except Failed:
        return None


def _mode_of(start: str | None) -> str:
    """Return what a start means by itself: one to come is a plan, one that was is a correction."""
    if start is None:
        return "edit"
    try:
        instant = parse_instant(start, subject="--from")
    except BadInstant as error:
        raise click.UsageError(str(error)) from error
    return "schedule" if instant > SystemClock().now() else "correct"


def _operation(element: str, attribute: str, value: Json) -> dict[str, Json]:
    return {"element": element, "attribute": attribute, "kind": "assert", "value": value}
