"""The graph of a model at any moment."""

import asyncio
from collections.abc import Mapping

from domain.model.graph import Graph
from domain.model.operations import Registers
from domain.period import format_instant
from server.http import shapes
from server.http.endpoint import Answer, Call
from server.http.moments import MAIN, model_of, moment_of
from server.readmodels.graphs import registers_at


async def show(call: Call) -> Answer:
    """Answer `GET /api/models/{model}/graph`; its ETag is the tx."""
    model = await model_of(call)
    moment = await moment_of(call, model)
    # Under one address the tx decides everything, unless the query holds the tx still.
    tag = f'"{moment.known}"' if not call.query else f'"{moment.known}-{moment.valid_at}"'
    if call.headers.get("if-none-match") == tag:
        return Answer(b"", 304, {"ETag": tag})
    registers = await registers_at(call.services.pool, model.stream_id, moment)
    elements = await asyncio.to_thread(_elements, registers)
    shape = shapes.Graph(
        model=model.slug,
        branch=MAIN,
        valid_at=format_instant(moment.valid_at),
        tx=moment.known,
        elements=elements,
    )
    return Answer(shape, headers={"ETag": tag})


def _elements(registers: Registers) -> tuple[Mapping[str, object], ...]:
    return tuple(Graph.of(registers).to_json())
