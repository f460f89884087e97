"""The server itself, from the command line."""

import sys
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import click

from server.settings import LogFormat, Settings

_LIMIT: Final = click.IntRange(min=1)


@click.command()
@click.option("--host", envvar="SCHEMAOS_HOST", default="127.0.0.1", show_default=True)
@click.option(
    "--port",
    envvar="SCHEMAOS_PORT",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="0 takes any free one.",
)
@click.option(
    "--data",
    envvar="SCHEMAOS_DATA",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("schemaos-data"),
    show_default=True,
    help="The data folder.",
)
@click.option(
    "--database-url",
    envvar="SCHEMAOS_DATABASE_URL",
    help="A Postgres 15 or newer, instead of the embedded one.",
)
@click.option(
    "--database-connections",
    envvar="SCHEMAOS_DATABASE_CONNECTIONS",
    type=click.IntRange(min=4),
    default=8,
    show_default=True,
)
@click.option(
    "--url",
    envvar="SCHEMAOS_URL",
    callback=lambda _context, _option, value: _address(value),
    help="The address at which other processes and clients reach this one.",
)
@click.option("--secret", envvar="SCHEMAOS_SECRET", help="What cookies are signed with.")
@click.option("--demo", is_flag=True, help="Make a first model when there is none.")
@click.option(
    "--log-format",
    envvar="SCHEMAOS_LOG_FORMAT",
    type=click.Choice([str(form) for form in LogFormat]),
    default=str(LogFormat.CONSOLE),
    show_default=True,
)
@click.option(
    "--log-level",
    envvar="SCHEMAOS_LOG_LEVEL",
    type=click.Choice(["debug", "info", "warning", "error"]),
    default="info",
    show_default=True,
)
@click.option(
    "--traces",
    envvar="SCHEMAOS_TRACES",
    help="Where to send traces: an OTLP endpoint over HTTP.",
)
@click.option("--body-limit", envvar="SCHEMAOS_BODY_LIMIT", type=_LIMIT, hidden=True)
@click.option("--import-limit", envvar="SCHEMAOS_IMPORT_LIMIT", type=_LIMIT, hidden=True)
@click.option("--import-seconds", envvar="SCHEMAOS_IMPORT_SECONDS", type=_LIMIT, hidden=True)
@click.option("--frame-limit", envvar="SCHEMAOS_FRAME_LIMIT", type=_LIMIT, hidden=True)
@click.option("--document-limit", envvar="SCHEMAOS_DOCUMENT_LIMIT", type=_LIMIT, hidden=True)
@click.option("--outbound-limit", envvar="SCHEMAOS_OUTBOUND_LIMIT", type=_LIMIT, hidden=True)
@click.option("--stalled-seconds", envvar="SCHEMAOS_STALLED_SECONDS", type=_LIMIT, hidden=True)
@click.option("--edits-per-second", envvar="SCHEMAOS_EDITS_PER_SECOND", type=_LIMIT, hidden=True)
@click.option("--bytes-per-second", envvar="SCHEMAOS_BYTES_PER_SECOND", type=_LIMIT, hidden=True)
@click.option("--stop-seconds", envvar="SCHEMAOS_STOP_SECONDS", type=int, hidden=True)
def serve(log_format: str, **given: Any) -> None:  # noqa: ANN401 - the options above
    """Run the server until it is told to stop (Ctrl+C).

    It prints its address when it can be used. Every setting has an environment variable; see
    docs/settings.md.
    """
    from server.bootstrap import run  # noqa: PLC0415 - so that `schemaos --help` is quick

    limits = {name: value for name, value in given.items() if value is not None}
    failure = run(Settings(log_format=LogFormat(log_format), **limits))
    if failure is not None:
        click.echo(failure, err=True)
        sys.exit(1)


def _address(given: str | None) -> str | None:
    """Return an address without what follows it; refuse what others could not open."""
    if given is None:
        return None
    parts = urlsplit(given)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
        raise click.BadParameter(f"{given!r} is no address; give one like http://10.0.0.5:8000")
    return f"{parts.scheme}://{parts.netloc}"
