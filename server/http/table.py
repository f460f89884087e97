"""A model as a table at any moment, with its history: the one page that is made here.

Plain HTML, no script. What people typed is escaped by the template engine; the policy in
`app.SAFETY` lets nothing run even so.
"""

import asyncio
from typing import Final
from urllib.parse import urlencode

from domain.model.graph import Graph
from domain.model.operations import Registers
from domain.period import format_instant
from domain.time.moment import Moment
from server.http.cards import sections_of
from server.http.commits import headers_of, opaque, read_opaque
from server.http.endpoint import Answer, Call, Parameter
from server.http.findings import found_in, shape_of as finding_shape
from server.http.models import shape_of
from server.http.moments import KNOWN_AT, VALID_AT, model_of, moment_of
from server.http.rendering import render
from server.readmodels.graphs import head_moment, registers_at
from server.readmodels.timeline import Filters, headlines

BEFORE: Final = Parameter("before", "where the history shown goes on")
QUERY: Final = (VALID_AT, KNOWN_AT, BEFORE)
MOST_FINDINGS: Final = 30
MOST_COMMITS: Final = 30


async def show(call: Call) -> Answer:
    """Answer `GET /m/{model}/table`."""
    row = await model_of(call)
    moment = await moment_of(call, row)
    head = await head_moment(call.services.pool, row.stream_id)
    registers = await registers_at(call.services.pool, row.stream_id, moment)
    before = read_opaque(call.query.get("before"))
    page = await headlines(
        call.services.pool,
        row.stream_id,
        call.services.sentences,
        Filters(before_tx=before, limit=MOST_COMMITS),
    )
    shown = await shape_of(call, row)
    chosen = {name: call.query[name] for name in ("valid_at", "known_at") if call.query.get(name)}
    # A page of thousands of fields takes half a second, in which others want to edit.
    html = await asyncio.to_thread(
        _render,
        registers,
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


def _render(registers: Registers, **values: object) -> str:
    graph = Graph.of(registers)
    found = found_in(graph)
    return render(
        "table.html",
        **values,
        sections=sections_of(graph),
        findings=[finding_shape(each, graph) for each in found[:MOST_FINDINGS]],
        findings_total=len(found),
    )


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
