"""Files into a server: what came in, what did not, and why."""

import os
import sys
import time
from collections.abc import Iterator, Mapping
from http.client import ACCEPTED
from pathlib import Path
from typing import Any, Final

import click

from server.cli.connection import Connection, Failed, connected, model_path

_STDIN: Final = "-"
_SHOWN: Final = 40
_PAUSE: Final = 0.2


@click.command("import")
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
)
@click.option("--as", "slug", metavar="NAME", help="The slug of the new model.")
@click.option("--format", "format_", default="auto", show_default=True, help="The file's format.")
@click.option("--into", metavar="MODEL", help="Bring it into this model; nothing is removed.")
@connected
def import_(
    server: Connection,
    /,
    *,
    file: Path,
    slug: str | None,
    format_: str,
    into: str | None,
) -> None:
    """Bring a file in, as a new model or into one.

    Ends with code 1 when nothing came in.
    """
    if slug is not None and into is not None:
        raise click.UsageError("--as makes a new model, --into takes one; give one of them")
    text: dict[str, Any] = {"text": _read(file), "format": format_, "confirm": True}
    if str(file) != _STDIN:
        text["filename"] = os.fsencode(file.name).decode(errors="replace")
    if into is not None:
        reply = server.send("POST", model_path(into, "imports"), text)
    else:
        body = {"import": text} if slug is None else {"import": text, "slug": slug}
        reply = server.send("POST", "/api/models", body)
    answer = _await(server, reply.content) if reply.status == ACCEPTED else reply.content
    server.say(answer, *_sentences(server, file, answer if into else answer["imported"]))


def _read(file: Path) -> str:
    try:
        raw = sys.stdin.buffer.read() if str(file) == _STDIN else file.read_bytes()
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Failed(
            f"{file} is not UTF-8 at byte {error.start}; save it as UTF-8 and import it again",
        ) from error
    except OSError as error:
        raise Failed(f"{file} cannot be read: {error.strerror}; nothing came in") from error


def _await(server: Connection, task: Any) -> Any:  # noqa: ANN401 - JSON
    said = ""
    while task["state"] == "running":
        if task["says"] != said and not server.as_json:
            said = task["says"]
            click.echo(said, err=True)
        time.sleep(_PAUSE)
        task = server.get(f"/api/tasks/{task['id']}")
    if task["state"] == "failed":
        raise Failed(task["problem"]["detail"], task["problem"])
    return task["result"]


def _sentences(server: Connection, file: Path, answer: Mapping[str, Any]) -> Iterator[str]:
    counts = ", ".join(_counted(count, what) for what, count in answer["counts"].items() if count)
    model = answer["model"]
    did = f"Imported {file} into {model}"
    if answer["applied"]["position"] is None:
        did = f"Nothing changed, {model} already says what {file} says"
    yield f"{did}: {counts or 'nothing'} ({server.url}/m/{model})"
    losses = answer["losses"]
    if losses:
        one = len(losses) == 1
        things = "1 thing" if one else f"{len(losses)} things"
        yield f"{things} did not come in as {'it' if one else 'they'} stood:"
    for loss in losses[:_SHOWN]:
        place = f"line {loss['line']}: " if loss["line"] else ""
        yield f"  {place}{loss['subject']} {loss['fact']}; {loss['remedy']}"
    if len(losses) > _SHOWN:
        yield f"  and {len(losses) - _SHOWN} more; --json lists all"


def _counted(count: int, things: str) -> str:
    if count == 1:
        things = "index" if things == "indexes" else things.removesuffix("s")
    return f"{count:,} {things}"
