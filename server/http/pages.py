"""The first pages: the models of this server, and a model as a table with its history.

Plain HTML and forms, no script. What people typed is escaped by the template engine; the policy in
`app.SAFETY` lets nothing run even so.
"""

import asyncio
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from domain.access import Action
from domain.errors import DomainError
from domain.model.graph import Graph
from domain.model.operations import Registers
from domain.period import format_instant
from domain.time.moment import Moment
from server.http import shapes
from server.http.body import read_text
from server.http.cards import sections_of
from server.http.commits import headers_of, opaque, read_opaque
from server.http.endpoint import Answer, Call, Parameter, allow
from server.http.findings import found_in, shape_of as finding_shape
from server.http.identity import LOCAL_OWNER
from server.http.imports import read_text_import
from server.http.me import call_me
from server.http.models import create_blank, create_from, models_after, shape_of
from server.http.moments import KNOWN_AT, VALID_AT, model_of, moment_of
from server.http.problems import Problem, Refusal, problem_of
from server.http.rendering import render
from server.http.tasks import Progress
from server.log.errors import LogError
from server.readmodels.graphs import head_moment, registers_at
from server.readmodels.timeline import headlines

BEFORE: Final = Parameter("before", "where the history shown goes on")
MODEL_QUERY: Final = (VALID_AT, KNOWN_AT, BEFORE)
REFUSALS: Final = (Refusal, DomainError, LogError)
MOST_FINDINGS: Final = 30
MOST_COMMITS: Final = 30


async def home(call: Call) -> Answer:
    """Answer `GET /`."""
    return await _home(call, None, {})


async def create(call: Call) -> Answer:
    """Answer `POST /`, the form for a blank model."""
    allow(call.actor, Action.CREATE)
    form = _form(call)
    try:
        made = await create_blank(call, form.get("name", ""), None)
    except REFUSALS as error:
        return await _home(call, problem_of(error), {"name": form.get("name", "")})
    return _go(f"/m/{made.slug}")


async def import_text(call: Call) -> Answer:
    """Answer `POST /imports`, the form for a model made of a text."""
    allow(call.actor, Action.CREATE)
    form = _form(call)
    text, name = form.get("text", ""), form.get("name", "")
    try:
        wanted = read_text_import(shapes.ImportText(text))
        made = await create_from(call, wanted, name, None, Progress("Reading"))
    except REFUSALS as error:
        return await _home(call, problem_of(error), {"text": text, "import_name": name})
    return _go(f"/m/{made.slug}")


async def introduce(call: Call) -> Answer:
    """Answer `POST /me`, the form for the display name."""
    form = _form(call)
    _, cookie = await call_me(call, form.get("name", ""))
    answer = _go(_own_path(form.get("back", "/")))
    return Answer(answer.content, answer.status, {**answer.headers, "Set-Cookie": cookie})


async def model(call: Call) -> Answer:
    """Answer `GET /m/{model}`."""
    row = await model_of(call)
    moment = await moment_of(call, row)
    head = await head_moment(call.services.pool, row.stream_id)
    registers = await registers_at(call.services.pool, row.stream_id, moment)
    before = read_opaque(call.query.get("before"))
    page = await headlines(
        call.services.pool,
        row.stream_id,
        call.services.sentences,
        before_tx=before,
        limit=MOST_COMMITS,
    )
    shown = await shape_of(call, row)
    chosen = {name: call.query[name] for name in ("valid_at", "known_at") if call.query.get(name)}
    # A page of thousands of fields takes half a second, in which others want to edit.
    html = await asyncio.to_thread(
        _render_model,
        registers,
        **_frame(call, f"/m/{row.slug}"),
        slug=row.slug,
        name=shown.name,
        archived=shown.archived,
        tx=moment.known,
        history=await headers_of(call, page),
        older=opaque(page.next),
        past=moment != head,
        says=_says(moment, head),
        valid_at=chosen.get("valid_at", ""),
        known_at=chosen.get("known_at", ""),
        query=f"?{urlencode(chosen)}" if chosen else "",
        moment_query=f"&{urlencode(chosen)}" if chosen else "",
    )
    return Answer(html)


def _render_model(registers: Registers, **values: object) -> str:
    graph = Graph.of(registers)
    found = found_in(graph)
    return render(
        "model.html",
        **values,
        sections=sections_of(graph),
        findings=[finding_shape(each, graph) for each in found[:MOST_FINDINGS]],
        findings_total=len(found),
    )


async def _home(call: Call, trouble: Problem | None, given: Mapping[str, str]) -> Answer:
    models, _ = await models_after(call)
    html = render(
        "home.html",
        **_frame(call, "/"),
        models=_newest_first(models),
        trouble=None if trouble is None else trouble.detail,
        given={"name": "", "text": "", "import_name": "", **given},
    )
    return Answer(html, 200 if trouble is None else trouble.status)


def _newest_first(models: list[shapes.Model]) -> list[shapes.Model]:
    open_models = [each for each in models if not each.archived]
    return sorted(open_models, key=lambda each: each.changed_at or each.created_at, reverse=True)


def _frame(call: Call, back: str) -> Mapping[str, object]:
    me = {"name": call.actor.name, "named": call.actor != LOCAL_OWNER}
    return {"me": me, "back": back}


def _says(moment: Moment, head: Moment) -> str:
    """Say in words which moment is shown."""
    valid = format_instant(moment.valid_at)[:19].replace("T", " ") + " UTC"
    if moment == head:
        return "Shows what holds now, as known now."
    if moment.known == head.known:
        return f"Shows what holds at {valid}, as known now."
    if moment.valid_at == head.valid_at:
        return f"Shows what holds now, as known after commit {moment.known}."
    return f"Shows what holds at {valid}, as known after commit {moment.known}."


def _form(call: Call) -> dict[str, str]:
    fields = parse_qsl(read_text(call.raw), keep_blank_values=True, max_num_fields=10)
    return {name: value.replace("\r\n", "\n") for name, value in fields}


def _own_path(path: str) -> str:
    """Return a path of this server; what would lead elsewhere becomes the first page."""
    parts = urlsplit(path)
    inside = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if inside and not parts.netloc and path.isascii() and path.isprintable() else "/"


def _go(path: str) -> Answer:
    return Answer("", 303, {"Location": path})
