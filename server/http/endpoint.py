"""One route: what it takes, what it gives, who may call it; and how a call becomes an answer.

    request -> query read strictly -> actor may? -> body read -> handler(call) -> Answer
                                     │      StreamHeld: the owner answers <─┘
                                     └────── any refusal ──────> problem, in one place

The declaration is all there is: routing and OpenAPI are both made from it.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from domain.access import Action, Actor, Deny, decision
from domain.ids import is_derived, is_id
from domain.model.values import text_problem
from server.http.body import read_body, read_json
from server.http.owners import FORWARDED
from server.http.problems import refusal
from server.http.services import Services
from server.http.wire import encode, read

Shaped = TypeVar("Shaped")


class Media(StrEnum):
    """What an answer is made of."""

    JSON = "application/json"
    HTML = "text/html; charset=utf-8"
    TEXT = "text/plain; version=0.0.4; charset=utf-8"
    CSS = "text/css; charset=utf-8"
    BYTES = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A query parameter: its name and what it says, for people and programs."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a handler gives back: a shape (or text already made), with its status and headers."""

    content: object
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Call:
    """One request, read and allowed.

    `id` names what it does where it brings no name of its own, also where it is passed on to.
    """

    services: Services
    actor: Actor
    path: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    raw: bytes
    id: str

    def body(self, shape: type[Shaped]) -> Shaped:
        """Return the JSON body as `shape`."""
        return read(shape, read_json(self.raw))

    @property
    def port(self) -> str:
        """The port of the address that the browser sees; cookies are named after it."""
        return port_of(self.headers)


Handler: TypeAlias = Callable[[Call], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A method of a path, declared; `query` is None where its reader is a page in a browser."""

    method: str
    path: str
    name: str
    words: str
    handler: Handler
    action: Action | None = Action.READ
    query: tuple[Parameter, ...] | None = ()
    body: type | None = None
    takes_import: bool = False
    answers: Mapping[int, object] = field(default_factory=dict)
    media: Media = Media.JSON

    async def answer(self, request: Request, services: Services) -> Response:
        """Answer one request; refusals are raised."""
        query = self._query(request)
        actor = services.identities.actor_of(
            request.headers.get("cookie"),
            port=port_of(request.headers),
        )
        if self.action is not None:
            allow(actor, self.action)
        limit = (
            services.settings.import_limit if self.takes_import else services.settings.body_limit
        )
        raw = b"" if self.method == "GET" else await read_body(request.stream(), limit=limit)
        passed_on = request.headers.get(FORWARDED)
        is_named = passed_on is not None and is_id(passed_on) and not is_derived(passed_on)
        name = passed_on if passed_on and is_named else services.ids.next_id()
        call = Call(services, actor, request.path_params, query, request.headers, raw, name)

        async def here() -> Response:
            return self.respond(await self.handler(call))

        if passed_on is not None:
            return await here()
        owners = services.owners
        return await owners.served(here, lambda held: owners.forward(request, raw, name, held))

    def respond(self, answer: Answer) -> Response:
        """Return the bytes of an answer."""
        content = answer.content
        body = content if isinstance(content, str | bytes) else encode(content)
        headers = {"Cache-Control": "no-cache", **answer.headers}
        return Response(body, answer.status, headers, self.media)

    def _query(self, request: Request) -> dict[str, str]:
        if self.query is None:
            return {}
        known = {parameter.name for parameter in self.query}
        result: dict[str, str] = {}
        for name, value in request.query_params.multi_items():
            if name not in known:
                shown = ", ".join(parameter.name for parameter in self.query) or "none"
                raise refusal(
                    "parameter-unknown",
                    f"the query parameter {name!r} is not known here; known are: {shown}",
                    parameter=name,
                )
            if name in result:
                raise refusal(
                    "parameter-unreadable",
                    f"the query parameter {name!r} is given twice; keep one",
                    parameter=name,
                )
            problem = text_problem(value)
            if problem is not None:
                raise refusal(
                    "parameter-unreadable",
                    f"the query parameter {name!r} {problem}; remove it",
                    parameter=name,
                )
            result[name] = value
        return result


def is_true(query: Mapping[str, str], parameter: Parameter) -> bool:
    """Return whether a parameter says true; refuse what is neither true nor false."""
    given = query.get(parameter.name, "false")
    if given not in {"true", "false"}:
        raise refusal(
            "parameter-unreadable",
            f"the query parameter {parameter.name!r} is {given!r}; give true or false",
            parameter=parameter.name,
        )
    return given == "true"


def port_of(headers: Mapping[str, str]) -> str:
    """Return the port in the Host header, empty when it is the usual one."""
    return headers.get("host", "").rpartition("]")[2].rpartition(":")[2]


def allow(actor: Actor, action: Action) -> None:
    """Refuse with 403 and the words of the policy when `actor` may not."""
    verdict = decision(actor, action)
    if isinstance(verdict, Deny):
        raise refusal("not-allowed", str(verdict))
