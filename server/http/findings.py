"""What the rules find in a model at a moment.

At the head of a model that people have open its room knows that, and has it by heart; any other
moment is checked as a whole.
"""

import asyncio
from collections import Counter
from collections.abc import Collection, Iterable
from typing import Final

from domain.ids import ElementId, canonical_id
from domain.model.findings import Finding, Fix, Level, findings
from domain.model.graph import Graph
from domain.model.operations import Change
from server.http import shapes
from server.http.endpoint import Answer, Call, Parameter
from server.http.moments import MOMENT, model_of, moment_without_typing
from server.http.problems import refusal
from server.log.streams import ModelRow
from server.readmodels.graphs import registers_at

ELEMENT: Final = Parameter("element", "only those of this element, or of several: a,b,c")
QUERY: Final = (*MOMENT, ELEMENT)
MOST_ELEMENTS: Final = 200
_RANKS: Final = {level: rank for rank, level in enumerate(Level)}


async def show(call: Call) -> Answer:
    """Answer `GET /api/models/{model}/findings`, gravest first."""
    model = await model_of(call)
    elements = _elements(call.query.get("element"))
    is_of_now = not {"valid_at", "known_at"} & call.query.keys()
    known = await _known_by_room(call, model, elements) if is_of_now else None
    if known is not None:
        return Answer(known)
    moment = await moment_without_typing(call, model)  # no rule looks at texts
    registers = await registers_at(call.services.pool, model.stream_id, moment)
    graph = Graph.of(registers)
    found = await asyncio.to_thread(findings, graph)
    return Answer(_shape(found, graph, moment.known, elements))


def found_in(graph: Graph) -> list[Finding]:
    """Return what the rules find, gravest first, each level in the order of the tree."""
    return sorted(findings(graph), key=lambda finding: _RANKS[finding.level])


def shape_of(finding: Finding, graph: Graph) -> shapes.Finding:
    """Return a finding as the wire shows it, with the path of its element."""
    return shapes.Finding(
        rule=finding.rule,
        level=finding.level,
        element=finding.element,
        path=graph.path(finding.element) if finding.element in graph else finding.element,
        attribute=finding.attribute,
        message=finding.message,
        remedy=finding.remedy,
        fixes=tuple(map(_fix, finding.fixes)),
    )


async def _known_by_room(
    call: Call,
    model: ModelRow,
    elements: Collection[ElementId],
) -> shapes.Findings | None:
    room = call.services.rooms.present(model.stream_id)
    watch = None if room is None else await room.findings()
    if room is None or watch is None:
        return None
    found = [finding for each in watch.findings.values() for finding in each]
    return _shape(found, watch.graph, room.ledger.writer.head.tx, elements)


def _shape(
    found: Iterable[Finding],
    graph: Graph,
    tx: int,
    elements: Collection[ElementId],
) -> shapes.Findings:
    found = tuple(found)
    counts = Counter(finding.level for finding in found)
    wanted = [finding for finding in found if not elements or finding.element in elements]
    wanted.sort(key=lambda each: (_RANKS[each.level], graph.place(each.element)))
    return shapes.Findings(
        items=tuple(shape_of(finding, graph) for finding in wanted),
        next=None,
        tx=tx,
        counts={str(level): counts[level] for level in Level},
    )


def _fix(fix: Fix) -> shapes.Fix:
    return shapes.Fix(fix.title, tuple(map(_operation, fix.changes)))


def _operation(change: Change) -> shapes.WantedOperation:
    return shapes.WantedOperation(change.element, change.attribute, change.kind, change.value)


def _elements(given: str | None) -> frozenset[ElementId]:
    """Return the elements asked for; empty for all."""
    words = given.split(",") if given else []
    if len(words) > MOST_ELEMENTS:
        raise refusal(
            "parameter-unreadable",
            f"the query parameter 'element' names {len(words)}; give {MOST_ELEMENTS} at most",
        )
    return frozenset(canonical_id(word, subject="element") for word in words)
