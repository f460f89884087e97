"""Models out of a server, at any moment."""

import json
from pathlib import Path

import click

from server.cli.connection import Connection, Failed, connected, model_path, put


@click.command()
@click.argument("model")
@click.option(
    "--target", "--format", type=click.Choice(["json"]), default="json", show_default=True
)
@click.option("--at", metavar="T", help="A moment: both times at once.")
@click.option("--valid-at", metavar="T", help="The instant looked at.")
@click.option("--known-at", metavar="T", help="As known at this instant or commit.")
@click.option("--output", metavar="PATH", default="-", help="A file; - for standard output.")
@connected
def export(
    server: Connection,
    /,
    *,
    model: str,
    target: str,
    at: str | None,
    valid_at: str | None,
    known_at: str | None,
    output: str,
) -> None:
    """Write a model as it was, is or will be."""
    if at is not None and (valid_at is not None or known_at is not None):
        raise click.UsageError("--at gives both times; leave out --valid-at and --known-at")
    answer = server.get(
        model_path(model, "graph"),
        valid_at=at if valid_at is None else valid_at,
        known_at=at if known_at is None else known_at,
    )
    text = json.dumps(answer, ensure_ascii=False, indent=2)
    if output == "-":
        put(text)
        return
    _write(Path(output), text)
    written = {"model": model, "target": target, "output": output, "tx": answer["tx"]}
    count = len(answer["elements"])
    server.say(written, f"Wrote {count} elements of {model} at commit {answer['tx']} to {output}")


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        raise Failed(f"{path} cannot be written: {error.strerror}; choose another place") from error
