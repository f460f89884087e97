"""What differs between two moments of a model."""

import asyncio

from domain.model.diff import Names, diff, sentences, to_json
from domain.model.graph import Graph
from domain.period import format_instant
from domain.time.moment import Moment
from server.http import shapes
from server.http.endpoint import Answer, Call
from server.http.moments import MAIN, model_of, moment_named
from server.http.problems import refusal
from server.http.wire import read
from server.readmodels.graphs import registers_at


async def show(call: Call) -> Answer:
    """Answer `GET /api/models/{model}/diff`."""
    model = await model_of(call)
    if "from" not in call.query:
        raise refusal(
            "parameter-unreadable", "the query parameter 'from' is missing; name a moment"
        )
    earlier = await moment_named(call, model, call.query["from"])
    later = await moment_named(call, model, call.query.get("to", "head"))
    before, after = [
        Graph.of(await registers_at(call.services.pool, model.stream_id, moment))
        for moment in (earlier, later)
    ]
    names = Names(before, after)
    differences = await asyncio.to_thread(diff, before, after)
    return Answer(
        shapes.Diff(
            model=model.slug,
            branch=MAIN,
            from_=_moment(earlier),
            to=_moment(later),
            items=tuple(
                read(shapes.ElementDifferences, item) for item in to_json(differences, names)
            ),
            sentences=sentences(differences, names),
        ),
    )


def _moment(moment: Moment) -> shapes.Moment:
    return shapes.Moment(format_instant(moment.valid_at), moment.known)
