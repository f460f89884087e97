"""Imports: a text in, a reviewable change set out, applied when somebody confirms it.

    POST imports          -> reading (a process) -> matching -> Review kept -> what would change
    POST imports/{id}/apply                          Review -> one commit, its id the review's id

A review is kept in the process that owns the model, until it is applied or newer ones push it out;
its id is the id of the commit it becomes, so applying it twice does it once.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from domain.model.diff import Names, diff, sentences
from domain.model.graph import Graph
from domain.model.operations import Change, Mode, Registers, apply
from domain.model.values import Json
from domain.time.intent import Intent
from server.http import shapes
from server.http.body import read_json, read_text
from server.http.commits import accepted, saved_header
from server.http.endpoint import Answer, Call, Parameter, is_true
from server.http.moments import BRANCH, model_of
from server.http.pictures import picture_of
from server.http.problems import Refusal, refusal
from server.http.reading import Outcome, Text
from server.http.tasks import Progress, Work
from server.http.wire import lower, read
from server.importers.importer import Imported
from server.importers.matching import match
from server.log.streams import ModelRow
from server.readmodels.graphs import head_moment, registers_at
from server.rooms.headless import HeadlessEdit, Saved

FORMAT: Final = Parameter("format", "auto, or the name of an importer; for a body of text")
FILE_NAME: Final = Parameter("filename", "helps to recognise the format; for a body of text")
CONFIRM: Final = Parameter("confirm", "true applies it without a review; for a body of text")
QUERY: Final = (BRANCH, FORMAT, FILE_NAME, CONFIRM)
KEPT: Final = 20
LARGE: Final = 1_000_000  # characters from which reading is a task
MOST_SENTENCES: Final = 500


@dataclass(frozen=True, slots=True)
class Review:
    """An import as somebody may confirm it."""

    id: str
    model: ModelRow
    lines: int
    outcome: Outcome
    picture: shapes.Picture | None
    changes: tuple[Change, ...]
    tx: int
    said: tuple[str, ...]
    why: str = ""
    cause: Mapping[str, Json] = field(default_factory=dict)


@dataclass(slots=True)
class Reviews:
    """The imports that wait for a word, the oldest forgotten first."""

    _reviews: OrderedDict[str, Review] = field(default_factory=OrderedDict)

    def keep(self, review: Review) -> None:
        """Keep a review."""
        self._reviews[review.id] = review
        while len(self._reviews) > KEPT:
            self._reviews.popitem(last=False)

    def find(self, identity: str, model: ModelRow) -> Review | None:
        """Return the review of this model with this id."""
        review = self._reviews.get(identity)
        return review if review is not None and review.model.model_id == model.model_id else None


async def propose(call: Call) -> Answer:
    """Answer `POST /api/models/{model}/imports`."""
    model = await model_of(call)
    text, confirmed = _asked(call)
    await call.services.rooms.open(model.stream_id)  # another owner keeps and applies it

    async def work(progress: Progress) -> object:
        outcome = await call.services.readers.read(text)
        review = await _review(call, model, outcome, text, progress)
        call.services.reviews.keep(review)
        if not confirmed:
            return _shape(review, None)
        return await _applied(call, review, await _apply(call, review))

    return await run(call, text, work, status=200)


async def show(call: Call) -> Answer:
    """Answer `GET /api/models/{model}/imports/{import}`."""
    return Answer(_shape(await _known(call), None))


async def confirm(call: Call) -> Answer:
    """Answer `POST /api/models/{model}/imports/{import}/apply`."""
    review = await _known(call)
    saved = await _apply(call, review)
    return Answer(await _applied(call, review, saved), 201 if saved.first else 200)


async def run(call: Call, text: Text, work: Work, *, status: int) -> Answer:
    """Do the work of an import: a short text while the caller waits, a long one as a task."""
    says = f"Reading {len(text.text):,} characters"
    if len(text.text) < LARGE:
        return Answer(await work(Progress(says)), status)
    task = call.services.tasks.start("import", says, work)
    return Answer(task.shape(), 202, {"Location": f"/api/tasks/{task.id}"})


def read_text_import(wanted: shapes.ImportText) -> Text:
    """Return the text to import; refuse an empty one."""
    if not wanted.text.strip():
        raise refusal("import-empty", "the text is empty; send the whole file", attribute="text")
    return Text(wanted.text, wanted.format, wanted.filename)


async def import_shape(
    call: Call,
    model: ModelRow,
    text: Text,
    outcome: Outcome,
    saved: Saved,
) -> shapes.Import:
    """Return what came in with a model that was made of a text."""
    edit_id = model.model_id
    commit = await saved_header(call, model, saved, commit_id=edit_id, mode=Mode.EDIT)
    review = Review(edit_id, model, text.lines, outcome, None, (), commit.tx, (commit.summary,))
    return _shape(review, commit)


def nothing(outcome: Outcome) -> Refusal:
    """Return the refusal of a text of which nothing came in, with the reasons."""
    losses = outcome.imported.losses
    first = f": {losses[0].sentence()}" if losses else ""
    return refusal(
        "import-empty",
        f"nothing of the text came in{first}; send CREATE TABLE statements",
        losses=lower(losses_shape(outcome.imported)[:MOST_SENTENCES]),
    )


def losses_shape(imported: Imported) -> tuple[shapes.Loss, ...]:
    """Return what did not come in as it stood."""
    return tuple(
        shapes.Loss(loss.line, loss.subject, loss.fact, loss.remedy) for loss in imported.losses
    )


def _asked(call: Call) -> tuple[Text, bool]:
    """Return the text of the body, JSON or bare, and whether it shall be applied at once."""
    if call.headers.get("content-type", "").partition(";")[0].strip() == "application/json":
        wanted = read(shapes.ImportText, read_json(call.raw))
        return read_text_import(wanted), wanted.confirm
    wanted = shapes.ImportText(
        read_text(call.raw),
        call.query.get("format", "auto"),
        call.query.get("filename"),
        is_true(call.query, CONFIRM),
    )
    return read_text_import(wanted), wanted.confirm


async def _review(
    call: Call,
    model: ModelRow,
    outcome: Outcome,
    text: Text,
    progress: Progress,
) -> Review:
    if not outcome.imported.registers:
        raise nothing(outcome)
    progress.says = "Comparing with the model"
    moment = await head_moment(call.services.pool, model.stream_id)
    registers = await registers_at(call.services.pool, model.stream_id, moment)
    changes, said = await asyncio.to_thread(_compare, outcome, registers)
    picture = await asyncio.to_thread(picture_of, outcome.imported.registers)
    progress.says = f"Recording {len(changes):,} values"
    identity = call.services.ids.next_id()
    return Review(
        identity,
        model,
        text.lines,
        outcome,
        picture,
        changes,
        moment.known,
        said,
        text.why,
        text.cause,
    )


def _compare(outcome: Outcome, registers: Registers) -> tuple[tuple[Change, ...], tuple[str, ...]]:
    graph = Graph.of(registers)
    changes = match(outcome.imported, graph)
    after = Graph.of(apply(changes, registers))
    return changes, sentences(diff(graph, after), Names(graph, after))


async def _known(call: Call) -> Review:
    model = await model_of(call)
    review = call.services.reviews.find(call.path["import"], model)
    if review is None:
        await call.services.rooms.open(model.stream_id)  # another owner may know it
        raise refusal(
            "import-unknown",
            f"import {call.path['import']!r} is not kept any more; send the text again",
        )
    return review


async def _apply(call: Call, review: Review) -> Saved:
    if not review.changes:
        return Saved(None, None, first=True)
    edit = HeadlessEdit(
        review.id,
        call.actor.id,
        review.why,
        Intent(Mode.EDIT),
        review.changes,
        expected_tx=review.tx,
        cause=review.cause,
    )
    return accepted(await call.services.rooms.edit(review.model.stream_id, edit))


async def _applied(call: Call, review: Review, saved: Saved) -> shapes.Import:
    commit = await saved_header(call, review.model, saved, commit_id=review.id, mode=Mode.EDIT)
    return _shape(review, commit)


def _shape(review: Review, commit: shapes.CommitHeader | None) -> shapes.Import:
    imported = review.outcome.imported
    count = len(review.said)
    summary = f"{count} things would change" if count else "Nothing would change"
    return shapes.Import(
        id=review.id,
        model=review.model.slug,
        format=review.outcome.format,
        title=review.outcome.title,
        lines=review.lines,
        name=imported.name,
        counts=imported.counts,
        losses=losses_shape(imported),
        changes=len(review.changes),
        sentences=review.said[:MOST_SENTENCES],
        summary=summary if commit is None else commit.summary,
        picture=review.picture if commit is None else None,
        applied=commit,
    )
