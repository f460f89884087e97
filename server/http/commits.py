"""The commits of a model: its history, one of them, and the headless edit that makes another."""

import base64
import binascii
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from domain.ids import ActorId, canonical_id, is_id
from domain.model.operations import LoggedCommit, Mode
from domain.model.sentences import Named, summarise
from domain.period import Instant, parse_instant
from server.http import shapes
from server.http.edits import edit_of, refusal_of
from server.http.endpoint import Answer, Call, Parameter, is_true
from server.http.history import commit_shape, header_shape, nothing_shape, operation_shapes
from server.http.identity import LOCAL_OWNER, guest_name
from server.http.moments import BRANCH, caught_up, model_of
from server.http.problems import refusal
from server.log.draft import SERVER
from server.log.streams import ModelRow, names_of
from server.readmodels.errors import ProjectionBehind
from server.readmodels.graphs import head_moment
from server.readmodels.timeline import MOST, Filters, Layout, Page, headlines, history, told
from server.rooms.headless import EditAnswer, Planned, Saved

LAYOUT: Final = Parameter("layout", "true lists commits that only moved cards, too")
OPERATIONS: Final = Parameter("operations", "false leaves them out, of which an import has many")
FILTERS: Final = (
    BRANCH,
    Parameter("element", "only commits that touch this element"),
    Parameter("actor", "only commits of this actor"),
    Parameter("since", "recorded at or after this instant"),
    Parameter("until", "recorded before this instant"),
    Parameter("kind", "only commits that touch elements of this kind"),
    LAYOUT,
    OPERATIONS,
    Parameter("limit", f"how many at most, 1 to {MOST}; 50 when absent"),
    Parameter("next", "go on where a list ended"),
)
KNOWN: Final = {LOCAL_OWNER.id: LOCAL_OWNER.name, SERVER: "SchemaOS"}
_LARGEST_TX: Final = 2**53


async def list_commits(call: Call) -> Answer:
    """Answer `GET /api/models/{model}/commits`, newest first."""
    model = await model_of(call)
    given = call.query
    filters = Filters(
        element=canonical_id(given["element"], subject="element") if "element" in given else None,
        actor=given.get("actor"),
        since=_instant(given, "since"),
        until=_instant(given, "until"),
        kind=given.get("kind"),
        before_tx=read_opaque(given.get("next")),
        limit=_limit(given.get("limit", "50")),
        layout=Layout.LISTED if is_true(given, LAYOUT) else Layout.LEFT_OUT,
    )
    await caught_up(call)
    pool, stream, sentences = call.services.pool, model.stream_id, call.services.sentences
    if is_true({OPERATIONS.name: "true", **given}, OPERATIONS):
        return Answer(await page_shape(call, await history(pool, stream, filters)))
    page = await headlines(pool, stream, sentences, filters)
    return Answer(shapes.CommitHeaders(await headers_of(call, page), opaque(page.next)))


async def show(call: Call) -> Answer:
    """Answer `GET /api/models/{model}/commits/{tx}`."""
    model = await model_of(call)
    text = call.path["tx"]
    tx = int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0  # noqa: PLR2004 - digits of a bigint
    return Answer(await recorded(call, model, tx))


async def make(call: Call) -> Answer:
    """Answer `POST /api/models/{model}/commits`: a headless edit."""
    model = await model_of(call)
    wanted = call.body(shapes.Edit)
    edit = await edit_of(call, wanted)
    answer = await call.services.rooms.edit(model.stream_id, edit)
    if isinstance(answer, Planned):
        shown = operation_shapes(answer.operations)
        summary = summarise(answer.operations, edit.intent.mode, unnamed, start=edit.intent.start)
        return Answer(shapes.Plan(preview=True, summary=summary, operations=shown))
    saved = accepted(answer)
    shape = await saved_shape(call, model, saved, commit_id=edit.commit_id, mode=edit.intent.mode)
    return Answer(shape, 201 if saved.first and saved.commit is not None else 200)


def accepted(answer: EditAnswer) -> Saved:
    """Return what was saved; refuse in the words of whatever kept it from being saved."""
    if isinstance(answer, Saved):
        return answer
    raise refusal_of(answer)


async def saved_shape(
    call: Call,
    model: ModelRow,
    saved: Saved,
    *,
    commit_id: str,
    mode: Mode,
) -> shapes.Commit:
    """Return what an edit recorded; when nothing had to change, a commit without a position."""
    header = await saved_header(call, model, saved, commit_id=commit_id, mode=mode)
    return commit_shape(header, () if saved.commit is None else saved.commit.commit.operations)


async def saved_header(
    call: Call,
    model: ModelRow,
    saved: Saved,
    *,
    commit_id: str,
    mode: Mode,
) -> shapes.CommitHeader:
    """Return what an edit recorded, without its operations.

    Waits until reads show the edit, so that whoever is told can look at it.
    """
    if saved.commit is None:
        head = await head_moment(call.services.pool, model.stream_id)
        return nothing_shape(
            commit_id,
            mode,
            stream=model.stream_id,
            tx=head.known,
            actor=call.actor,
        )
    await _wait_until_read(call, saved.commit)
    logged, said = await told(call.services.pool, saved.commit)
    return header_shape(logged, said, await _names(call, [logged]))


async def _wait_until_read(call: Call, logged: LoggedCommit) -> None:
    """Wait until reads show a commit; who cannot be shown it is told that it is there."""
    try:
        await call.services.projector.wait_for(logged.position)
    except ProjectionBehind as error:
        fact = f"commit {logged.commit.tx} is recorded and will not be lost, but {error}"
        raise refusal("behind", fact, tx=logged.commit.tx) from error


async def recorded(call: Call, model: ModelRow, tx: int) -> shapes.Commit:
    """Return a commit as the wire shows it; refuse with 404 when there is none of that number."""
    await caught_up(call)
    before = min(tx, _LARGEST_TX) + 1
    page = await history(
        call.services.pool,
        model.stream_id,
        Filters(before_tx=before, limit=1, layout=Layout.LISTED),
    )
    shape = await page_shape(call, page)
    if not shape.items or shape.items[0].tx != tx:
        raise refusal(
            "commit-unknown",
            f"{model.slug} has no commit {tx}; GET /api/models/{model.slug}/commits lists them",
        )
    return shape.items[0]


async def page_shape(call: Call, page: Page) -> shapes.Commits:
    """Return a page of history as the wire shows it."""
    headers = await headers_of(call, page)
    items = tuple(
        commit_shape(header, entry.logged.commit.operations)
        for header, entry in zip(headers, page.items, strict=True)
    )
    return shapes.Commits(items, opaque(page.next))


async def headers_of(call: Call, page: Page) -> tuple[shapes.CommitHeader, ...]:
    """Return the commits of a page of history, without their operations."""
    names = await _names(call, [logged for logged, _ in page.items])
    return tuple(header_shape(logged, said, names) for logged, said in page.items)


def unnamed(_element: str) -> Named:
    """Say nothing of what an element was called before, where the operations say enough."""
    return Named(None, None)


def opaque(tx: int | None) -> str | None:
    """Return where a list goes on, as its reader gives it back."""
    return None if tx is None else base64.urlsafe_b64encode(f"tx:{tx}".encode()).decode()


def read_opaque(text: str | None) -> int | None:
    """Return the tx that a `next` stands for; refuse what did not come from here."""
    if text is None:
        return None
    try:
        word, _, number = base64.urlsafe_b64decode(text.encode()).decode().partition(":")
        if word == "tx" and number.isascii() and number.isdecimal():
            return min(int(number), _LARGEST_TX)
    except (binascii.Error, ValueError):
        pass
    raise refusal(
        "parameter-unreadable",
        "the query parameter 'next' did not come from a list; begin again without it",
    )


async def names_by(call: Call, actors: Collection[ActorId]) -> Mapping[ActorId, str]:
    """Return how people are called, guests and programs too."""
    guests = {actor: guest_name(actor) for actor in actors if is_id(actor)}
    return {**guests, **KNOWN, **await names_of(call.services.pool, actors)}


async def _names(call: Call, commits: Iterable[LoggedCommit]) -> Mapping[str, str]:
    return await names_by(call, {logged.commit.actor for logged in commits})


def _limit(text: str) -> int:
    if text.isascii() and text.isdecimal() and len(text) < 9 and 1 <= int(text) <= MOST:  # noqa: PLR2004 - fits an int
        return int(text)
    raise refusal(
        "parameter-unreadable",
        f"the query parameter 'limit' is {text!r}; give a whole number from 1 to {MOST}",
    )


def _instant(given: Mapping[str, str], name: str) -> Instant | None:
    return parse_instant(given[name], subject=name) if name in given else None
