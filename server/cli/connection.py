"""The way of a command to its server: one request at a time, and a sentence when it fails."""

import http.client
import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec
from urllib.parse import quote, urlencode, urlsplit

import click

Params = ParamSpec("Params")
JSON: Final = "application/json"
_TIMEOUT: Final = 600.0


class Failed(click.ClickException):
    """The command did not do what it was asked; the message says why and what to do."""

    exit_code = 1

    def __init__(self, message: str, problem: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.problem = problem
        self.as_json = False

    def show(self, file: Any = None) -> None:  # noqa: ANN401, ARG002 - click's signature
        """Print the sentence on stderr, and with --json the problem on stdout."""
        if self.as_json:
            click.echo(json.dumps(self.problem or {"detail": self.message}, ensure_ascii=False))
        click.echo(self.message, err=True)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server answered, when it was not a refusal."""

    status: int
    content: Any


@dataclass(frozen=True, slots=True)
class Connection:
    """A server to talk to, and how the command shall print."""

    url: str
    token: str | None
    as_json: bool

    def get(self, path: str, **query: str | int | None) -> Any:  # noqa: ANN401 - JSON
        """Return what `GET path` gives."""
        given = {name.rstrip("_"): value for name, value in query.items() if value is not None}
        return self.send("GET", f"{path}?{urlencode(given)}" if given else path).content

    def send(self, method: str, path: str, body: object = None) -> Reply:
        """Send one request; raise Failed when no server answers or it refuses."""
        headers = {"Accept": JSON}
        content = None
        if body is not None:
            headers["Content-Type"], content = JSON, json.dumps(body).encode()
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        status, answer = self._exchange(method, path, content, headers)
        if status >= http.client.BAD_REQUEST:
            raise _refused(status, answer)
        return Reply(status, answer)

    def say(self, answer: object, *sentences: str) -> None:
        """Print what was done: as JSON when asked for, else as sentences."""
        if self.as_json:
            put(json.dumps(answer, ensure_ascii=False))
            return
        for sentence in sentences:
            put(printable(sentence))

    def _exchange(
        self,
        method: str,
        path: str,
        content: bytes | None,
        headers: dict[str, str],
    ) -> tuple[int, Any]:
        server = urlsplit(self.url)
        secure = server.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        try:
            connection = kind(server.hostname or "", server.port, timeout=_TIMEOUT)
            connection.request(method, server.path.rstrip("/") + path, content, headers)
            response = connection.getresponse()
            raw = response.read()
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Failed(
                f"no server answers at {self.url} ({error}); "
                "start one with `schemaos serve`, or name another with --server",
            ) from error
        try:
            return response.status, json.loads(raw) if raw else None
        except ValueError as error:
            raise Failed(
                f"what answers at {self.url} is no SchemaOS server; name another with --server",
            ) from error


def connected(
    command: Callable[Concatenate[Connection, Params], None],
) -> Callable[..., None]:
    """Give a command the options --server, --token and --json, and with them a Connection."""

    @click.option(
        "--server",
        envvar="SCHEMAOS_SERVER",
        default="http://127.0.0.1:8000",
        show_default=True,
        help="The server's address.",
    )
    @click.option("--token", envvar="SCHEMAOS_TOKEN", default=None, help="An API token.")
    @click.option("--json", "as_json", is_flag=True, help="Print JSON.")
    @wraps(command)
    def run(server: str, token: str | None, *, as_json: bool, **rest: Any) -> None:  # noqa: ANN401 - click's
        if not _is_address(server):
            raise click.BadParameter(f"{server!r} is no address; write http://host:port")
        try:
            command(Connection(server.rstrip("/"), token, as_json), **rest)  # type: ignore[call-arg]  # click fills the rest
        except Failed as failed:
            failed.as_json = as_json
            raise

    return run


def model_path(model: str, *rest: str) -> str:
    """Return the path of a model's resource, whatever characters are in the parts."""
    return "/".join(["/api/models", *(quote(part, safe="") for part in (model, *rest))])


def put(text: str) -> None:
    """Print a text as a line on standard output; raise Failed when it takes no more.

    A reader that went away (`| head`) is none of our business: click ends quietly then.
    """
    try:
        click.echo(text)
    except BrokenPipeError:
        raise
    except OSError as error:
        # What is buffered would be written again at the end, fail again, and end with code 120.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise Failed(
            f"standard output cannot be written: {error.strerror}; print to another place",
        ) from error


def printable(text: str) -> str:
    """Return a text that a terminal shows and does not obey."""
    return "".join(
        character if character.isprintable() or character in "\n\t" else f"\\x{ord(character):02x}"
        for character in text
    )


def _is_address(server: str) -> bool:
    try:
        return urlsplit(server).scheme in {"http", "https"}
    except ValueError:  # brackets that do not close
        return False


def _refused(status: int, answer: Any) -> Failed:  # noqa: ANN401 - JSON
    if not isinstance(answer, dict) or "detail" not in answer:
        return Failed(f"the server answered {status} and no reason; look at its log")
    lines = [str(answer["detail"])]
    others = answer.get("problems", ())[1:]  # the first one is the detail
    lines += [f"  {problem['detail']}" for problem in others]
    lines += [
        f"  {conflict['attribute']} of {conflict['element']} was changed by commit {conflict['tx']}"
        for conflict in answer.get("conflicts", ())
    ]
    return Failed(printable("\n".join(lines)), answer)
