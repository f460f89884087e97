"""What the rules find in a model at a moment."""

import asyncio
from collections import Counter

from domain.model.findings import Finding, Level, findings
from domain.model.graph import Graph
from server.http import shapes
from server.http.endpoint import Answer, Call
from server.http.moments import model_of, moment_without_typing
from server.readmodels.graphs import registers_at


async def show(call: Call) -> Answer:
    """Answer `GET /api/models/{model}/findings`, gravest first."""
    model = await model_of(call)
    moment = await moment_without_typing(call, model)  # no rule looks at texts
    registers = await registers_at(call.services.pool, model.stream_id, moment)
    graph = Graph.of(registers)
    found = await asyncio.to_thread(found_in, graph)
    counts = Counter(finding.level for finding in found)
    return Answer(
        shapes.Findings(
            items=tuple(shape_of(finding, graph) for finding in found),
            next=None,
            tx=moment.known,
            counts={str(level): counts[level] for level in Level},
        ),
    )


def found_in(graph: Graph) -> list[Finding]:
    """Return what the rules find, gravest first, each level in the order of the rules."""
    ranks = {level: rank for rank, level in enumerate(Level)}
    return sorted(findings(graph), key=lambda finding: ranks[finding.level])


def shape_of(finding: Finding, graph: Graph) -> shapes.Finding:
    """Return a finding as the wire shows it, with the path of its element."""
    return shapes.Finding(
        rule=finding.rule,
        level=str(finding.level),
        element=finding.element,
        path=graph.path(finding.element) if finding.element in graph else finding.element,
        attribute=finding.attribute,
        message=finding.message,
        remedy=finding.remedy,
    )
