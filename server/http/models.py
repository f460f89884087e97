"""Models: which there are, a new one, another name for one, one put away."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import PurePath
from typing import Final

from domain.access import Action
from domain.errors import BadValue
from domain.ids import ActorId, CommitId
from domain.model.metamodel import MODEL, accept_attribute
from domain.model.operations import Change, Mode, assertion
from domain.model.sentences import summarise
from domain.model.values import Json
from domain.period import format_instant
from domain.time.intent import Intent
from server.http import shapes
from server.http.commits import accepted, names_by, unnamed
from server.http.endpoint import Answer, Call, Parameter, allow, is_true
from server.http.imports import import_shape, losses_shape, nothing, read_text_import, run
from server.http.moments import caught_up, model_of
from server.http.pictures import picture_of
from server.http.problems import refusal
from server.http.reading import Text
from server.http.slugs import accept_slug, slug_of
from server.http.tasks import Progress
from server.importers.matching import changes as all_changes
from server.log.errors import SlugTaken
from server.log.founding import NewModel
from server.log.streams import ModelRow, list_models
from server.readmodels.graphs import head_moment
from server.readmodels.overviews import ENTITIES, Overview
from server.rooms.headless import HeadlessEdit, Reused, Saved

ARCHIVED: Final = Parameter("archived", "true lists archived models too")
NEXT: Final = Parameter("next", "go on where a list ended")
_PAGE: Final = 200
_STEM: Final = 50  # characters of a slug before the number that makes it free


async def list_all(call: Call) -> Answer:
    """Answer `GET /api/models`, by slug."""
    shows_archived = is_true(call.query, ARCHIVED)
    after = call.query.get("next", "")
    rows = await list_models(call.services.pool, after=after, limit=_PAGE + 1)
    models = await shapes_of(call, rows[:_PAGE])
    items = tuple(model for model in models if shows_archived or not model.archived)
    following = rows[_PAGE - 1].slug if len(rows) > _PAGE else None
    return Answer(shapes.Models(items, following))


async def show(call: Call) -> Answer:
    """Answer `GET /api/models/{model}`."""
    return Answer(await shape_of(call, await model_of(call)))


async def create(call: Call) -> Answer:
    """Answer `POST /api/models`: a blank model, or one from a text."""
    wanted = call.body(shapes.NewModel)
    if wanted.template is not None:
        raise refusal(
            "value-refused",
            f"no template is called {wanted.template!r}; create it blank or import a text",
            attribute="template",
        )
    if wanted.import_ is None:
        if wanted.preview:
            raise refusal("value-refused", "a preview has no text; give one", attribute="import")
        made = await create_blank(call, wanted.name, wanted.slug)
        return Answer(made, 201, {"Location": f"/api/models/{made.slug}"})
    text = read_text_import(wanted.import_)
    _, slug = _address(wanted.name, wanted.slug, text.file_name)
    if wanted.preview:

        async def look(_: Progress) -> object:
            return await _preview(call, text, wanted.name, wanted.slug)

        return await run(call, text, look, status=200)
    await _unfinished(call, slug)

    async def work(progress: Progress) -> object:
        return await create_from(call, text, wanted.name, wanted.slug, progress)

    return await run(call, text, work, status=201)


async def create_blank(call: Call, name: str | None, slug: str | None) -> shapes.CreatedModel:
    """Make a model that holds nothing but its name."""
    if name is None and slug is None:
        raise refusal("value-refused", "the model has no name; give one", attribute="name")
    title, address = _address(name, slug, None)
    model, saved = await _record(call, address, title or address, (), None)
    return await _created(call, model, saved, _name(title or address))


async def create_from(
    call: Call,
    text: Text,
    name: str | None,
    slug: str | None,
    progress: Progress,
) -> shapes.CreatedModel:
    """Make a model of a text: one commit, or nothing at all when nothing came in."""
    outcome = await call.services.readers.read(text)
    imported = outcome.imported
    if not imported.registers:
        raise nothing(outcome)
    title, address = _address(name, slug, text.file_name or imported.name)
    changes = all_changes(imported)
    progress.says = f"Recording {len(changes):,} values"
    title = _name(title or imported.name or address)
    model, saved = await _record(call, address, title, changes, text.why, cause=text.cause)
    shape = await import_shape(call, model, text, outcome, saved)
    return await _created(call, model, saved, title, imported=shape)


async def _preview(
    call: Call,
    text: Text,
    name: str | None,
    slug: str | None,
) -> shapes.ImportPreview:
    """Return what `create_from` would make of a text."""
    outcome = await call.services.readers.read(text)
    imported = outcome.imported
    if not imported.registers:
        raise nothing(outcome)
    title, address = _address(name, slug, text.file_name or imported.name)
    return shapes.ImportPreview(
        format=outcome.format,
        title=outcome.title,
        lines=text.lines,
        name=_name(title or imported.name or address),
        slug=address if slug else await _free(call, address),
        counts=imported.counts,
        losses=losses_shape(imported),
        picture=await asyncio.to_thread(picture_of, imported.registers),
    )


async def _free(call: Call, slug: str) -> str:
    """Return this slug, or the first of slug-2, slug-3, ... that no model has."""
    number, free = 1, slug
    while await call.services.addresses.find(free) is not None:
        number += 1
        free = f"{slug[:_STEM]}-{number}"
    return free


async def change(call: Call) -> Answer:
    """Answer `PATCH /api/models/{model}`: another name, archived or not."""
    wanted = call.body(shapes.ModelChange)
    changes: list[tuple[str, Json]] = []
    if wanted.name is not None:
        changes.append(("name", _name(wanted.name)))
    if wanted.archived is not None:
        allow(call.actor, Action.ARCHIVE)
        changes.append(("archived", wanted.archived))
    if not changes:
        raise refusal("body-unreadable", "the body changes nothing; give name or archived")
    return Answer(await _change(call, tuple(changes)))


async def archive(call: Call) -> Answer:
    """Answer `DELETE /api/models/{model}`: put it away; nothing of it is lost."""
    return Answer(await _change(call, (("archived", True),)))


async def shape_of(call: Call, model: ModelRow) -> shapes.Model:
    """Return a model as lists show it, with all that this process recorded of it."""
    [shape] = await shapes_of(call, [model])
    return shape


async def shapes_of(call: Call, models: Sequence[ModelRow]) -> list[shapes.Model]:
    """Return models as lists show them, with all that this process recorded of them."""
    await caught_up(call)
    services = call.services
    streams = {model.stream_id: model.model_id for model in models}
    seen = await services.overviews.of(services.pool, services.sentences, streams)
    names = await names_by(call, {each.actor for each in seen.values() if each.actor})
    return [_shape(call, model, seen.get(model.stream_id, Overview(0)), names) for model in models]


def _shape(
    call: Call,
    model: ModelRow,
    seen: Overview,
    names: Mapping[ActorId, str],
) -> shapes.Model:
    actor, changed_at = seen.actor, seen.changed_at
    return shapes.Model(
        slug=model.slug,
        id=model.model_id,
        name=model.slug if seen.name is None else seen.name,
        archived=seen.is_archived,
        tx=seen.tx,
        created_at=format_instant(model.created_at),
        changed_at=None if changed_at is None else format_instant(changed_at),
        changed_by=None if actor is None else shapes.Person(actor, names.get(actor, actor)),
        summary=seen.summary,
        entities=seen.entities,
        people=_people(call, model),
    )


def _people(call: Call, model: ModelRow) -> tuple[shapes.Person, ...]:
    """Return who is in the room of a model, if that is open here."""
    room = call.services.rooms.present(model.stream_id)
    actors = () if room is None else (session.actor for session in room.audience)
    return tuple(dict.fromkeys(shapes.Person(actor.id, actor.name) for actor in actors))


async def _change(call: Call, wanted: tuple[tuple[str, Json], ...]) -> shapes.Model:
    model = await model_of(call)
    changes = tuple(assertion(model.model_id, attribute, value) for attribute, value in wanted)
    accepted(await call.services.rooms.edit(model.stream_id, _edit(call, call.id, changes)))
    return await shape_of(call, model)


async def _unfinished(call: Call, slug: str) -> ModelRow | None:
    """Return the model that a crash left without a commit; raise SlugTaken when it has one."""
    row = await call.services.addresses.find(slug)
    if row is not None and (await head_moment(call.services.pool, row.stream_id)).known:
        raise _taken(slug)
    return row


def _taken(slug: str) -> SlugTaken:
    return SlugTaken(f"the slug {slug}", "is taken", "choose another one")


async def _record(
    call: Call,
    slug: str,
    name: str,
    changes: tuple[Change, ...],
    why: str | None,
    *,
    cause: Mapping[str, Json] | None = None,
) -> tuple[ModelRow, Saved]:
    """Create a model by its first commit; one that a crash left without any is taken up again."""

    def first(model_id: str) -> HeadlessEdit:
        own = (assertion(model_id, "kind", MODEL), assertion(model_id, "name", _name(name)))
        # The model's id as that of its commit: of those who create it at once, one is first.
        return _edit(call, model_id, own + changes, why=why, cause=cause)

    rooms, ids, addresses = call.services.rooms, call.services.ids, call.services.addresses
    new = NewModel(slug, ids.next_id(), ids.next_id(), call.actor.id)
    try:
        with addresses.expecting(slug):
            answer = await rooms.found(new, first(new.model_id))
    except SlugTaken:
        left = await _unfinished(call, slug)
        if left is None:
            raise
        answer = await rooms.edit(left.stream_id, first(left.model_id))
    model = await addresses.find(slug)
    if model is None or isinstance(answer, Reused):
        raise _taken(slug)
    saved = accepted(answer)
    if not saved.first:
        raise _taken(slug)
    return model, saved


def _edit(
    call: Call,
    commit_id: CommitId,
    changes: tuple[Change, ...],
    *,
    why: str | None = None,
    cause: Mapping[str, Json] | None = None,
) -> HeadlessEdit:
    return HeadlessEdit(commit_id, call.actor.id, why, Intent(Mode.EDIT), changes, cause=cause)


async def _created(
    call: Call,
    model: ModelRow,
    saved: Saved,
    name: str,
    *,
    imported: shapes.Import | None = None,
) -> shapes.CreatedModel:
    """Return a model that is new by what was recorded; reads may show it a moment later."""
    if saved.commit is None:  # somebody joined it before, and it has its element since
        made = await shape_of(call, model)
    else:
        commit = saved.commit.commit
        kinds = Counter(each.value for each in commit.operations if each.attribute == "kind")
        seen = Overview(
            commit.tx,
            name,
            entities=sum(kinds[kind] for kind in ENTITIES),
            changed_at=commit.recorded_at,
            actor=commit.actor,
            summary=summarise(commit.operations, commit.mode, unnamed, cause=commit.cause),
        )
        made = _shape(call, model, seen, {call.actor.id: call.actor.name})
    held = {each.name: getattr(made, each.name) for each in fields(made)}
    return shapes.CreatedModel(**held, imported=imported)


def _address(name: str | None, slug: str | None, hint: str | None) -> tuple[str | None, str]:
    """Return the name that was given, checked, and the slug: given, or made of what there is."""
    title = None if name is None else _name(name)
    if slug is not None:
        return title, accept_slug(slug)
    stem = PurePath(hint).stem if hint else ""
    return title, slug_of(title or "") or slug_of(stem) or "model"


def _name(name: str) -> str:
    bare = " ".join(name.split())
    if not bare:
        raise refusal("value-refused", "the name is empty; give one", attribute="name")
    try:
        accept_attribute(MODEL, "name", bare)
    except BadValue as error:
        raise refusal("value-refused", str(error), attribute="name") from error
    return bare
