"""History from the command line: what was done, and what differs between two moments."""

from typing import Final

import click

from server.cli.connection import Connection, connected, model_path
from server.cli.elements import fetch_graph, find
from server.cli.sentences import log_line

MOST: Final = 500  # what a server gives at once


@click.command()
@click.argument("model")
@click.option("--element", help="Only commits that touch it: a path or an id.")
@click.option("--actor", help="Only commits of this person.")
@click.option("--since", metavar="T", help="Recorded at or after this instant.")
@click.option("--until", metavar="T", help="Recorded before this instant.")
@click.option("--kind", help="Only commits that touch elements of this kind.")
@click.option("--limit", type=click.IntRange(1, MOST), default=50, show_default=True)
@connected
def log(
    server: Connection, /, *, model: str, element: str | None, **filters: str | int | None
) -> None:
    """Show the commits of a model, newest first, each in a sentence."""
    target = find(fetch_graph(server, model), element).id if element else None
    answer = server.get(model_path(model, "commits"), element=target, **filters)
    lines = [log_line(commit) for commit in answer["items"]]
    if answer["next"]:
        lines.append(f"        older ones: --until {answer['items'][-1]['recorded_at']}")
    server.say(answer, *(lines or ["No commits match"]))


@click.command()
@click.argument("model")
@click.argument("a")
@click.argument("b")
@connected
def diff(server: Connection, /, *, model: str, a: str, b: str) -> None:
    """Say what differs between two moments of a model.

    A and B are instants, commit numbers or `head`; VALID@KNOWN names both times apart, like
    2026-03-01@head for what we know today of 1 March.
    """
    answer = server.get(model_path(model, "diff"), from_=a, to=b)
    server.say(answer, *(answer["sentences"] or [f"Nothing differs between {a} and {b}"]))
