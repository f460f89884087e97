"""One plain sentence for a commit, in people's words: `Renamed field qty of OrderLine to quantity`.

A gesture is one line however many registers it touched: first the acts are read off the operations,
element by element; then acts of one sort are told together; then the mode says when they hold. The
same commit always reads the same, for no clock, no language setting and no later name comes in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final, Literal

from domain.model.acts import Act, Deed, Named, NameIn, acts_of
from domain.model.operations import Mode, Operation
from domain.model.phrases import Phrase, census, phrase_of
from domain.model.values import Json
from domain.model.wording import capital, listed, titles
from domain.period import Instant, parse_instant, to_datetime

__all__ = ["NameIn", "Named", "summarise"]


def summarise(
    operations: Sequence[Operation],
    mode: Mode,
    name_of: NameIn,
    *,
    start: Instant | None = None,
    cause: Mapping[str, Json] | None = None,
) -> str:
    """Say in one sentence what a commit did.

    `name_of` answers what an element was called at that commit and before; `start` is the intent's,
    `cause` the commit's (`{"rescinds": tx}`, `{"boundary": instant}`, `{"import": file name}`, or
    `{"label": words}` of the client, of which only what `_UNDOING` and `_PLACING` list is told).
    """
    when = _date(start)
    cause = cause or {}
    if mode is Mode.EDIT:
        return _edit(operations, name_of, cause)
    if mode is Mode.SCHEDULE:
        plan = _planned(_phrases(operations, name_of)) or "nothing changes"
        return f"Planned{when and f' for {when}'}: {plan}"
    if mode is Mode.BOUNDARY:
        planned = _date(_instant(cause.get("boundary"))) or when
        return f"The change planned{planned and f' for {planned}'} took effect"
    lead = _lead(mode, when=when, cause=cause)
    told = _done(_phrases(operations, name_of))
    return f"{lead}: {told}" if told else lead


_MOST_PHRASES: Final = 3
_UNDOING: Final = ("undo", "redo")
_PLACING: Final = ("aligned", "arranged", "distributed", "laid out", "resized", "tidied")
"""Ways to place cards, which operations do not tell apart."""
_LANDINGS: Final = frozenset({Deed.REORDERED, Deed.PLACED})
_MONTHS: Final = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)


def _edit(operations: Sequence[Operation], name_of: NameIn, cause: Mapping[str, Json]) -> str:
    if "import" in cause:
        return _import(acts_of(operations, name_of), name_of)
    acts = acts_of(operations, name_of)
    phrases = _phrases_of(acts, name_of)
    label = str(cause.get("label", "")).casefold()
    undoing = next((word for word in _UNDOING if label.startswith(f"{word}: ")), None)
    if undoing is not None:
        return f"{capital(undoing)}: {_done(phrases) or 'changed nothing'}"
    placing = next((verb for verb in _PLACING if label.startswith(f"{verb} ")), None)
    if placing is not None and acts and all(act.deed is Deed.PLACED for act in acts):
        phrases = [replace(phrase, past=placing) for phrase in phrases]
    return capital(_done(phrases) or "changed nothing")


def _lead(
    mode: Literal[Mode.CORRECT, Mode.END, Mode.RESCIND], *, when: str, cause: Mapping[str, Json]
) -> str:
    if mode is Mode.CORRECT:
        return f"Corrected{when and f' from {when} on'}"
    if mode is Mode.END:
        return f"Ended{when and f' on {when}'}"
    target = cause.get("rescinds")
    return f"Cancelled commit {target}" if isinstance(target, int) else "Cancelled a commit"


def _import(acts: Sequence[Act], name_of: NameIn) -> str:
    created = [act for act in acts if act.deed is Deed.CREATED and act.now.kind != "model"]
    others = [act for act in acts if act.deed is not Deed.CREATED]
    changed = len({act.element for act in others if act.deed is not Deed.PLACED})
    parts = []
    if created:
        parts.append(f"imported {census(created)}")
    if changed:
        parts.append(f"changed {titles(None, changed)} by an import")
    if not parts:
        parts.append(_done(_phrases_of(acts, name_of)) or "imported nothing new")
    return capital(listed(parts))


def _phrases(operations: Sequence[Operation], name_of: NameIn) -> list[Phrase]:
    return _phrases_of(acts_of(operations, name_of), name_of)


def _phrases_of(acts: Sequence[Act], name_of: NameIn) -> list[Phrase]:
    # Where cards and siblings landed is only worth a word when nothing else happened.
    meant = [act for act in acts if act.deed not in _LANDINGS] or acts
    return [
        phrase_of(deed, tuple(group), name_of)
        for deed, group in groupby(meant, lambda act: act.deed)
    ]


def _done(phrases: Sequence[Phrase]) -> str:
    return _joined([f"{each.past} {each.rest}" for each in phrases], phrases)


def _planned(phrases: Sequence[Phrase]) -> str:
    return _joined([f"{each.plain} {each.rest}" for each in phrases], phrases)


def _joined(told: Sequence[str], phrases: Sequence[Phrase]) -> str:
    if len(told) <= _MOST_PHRASES:
        return listed(told)
    shown_first = _MOST_PHRASES - 1
    rest = sum(each.count for each in phrases[shown_first:])
    return f"{', '.join(told[:shown_first])} and {rest:,} more"


def _instant(value: Json) -> Instant | None:
    if isinstance(value, str):
        return parse_instant(value)
    return value if isinstance(value, int) else None


def _date(instant: Instant | None) -> str:
    """Return `1 Jan 2027`, with the time where it is not midnight UTC; nothing for no instant."""
    if instant is None:
        return ""
    moment = to_datetime(instant)
    day = f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"
    if not (moment.hour or moment.minute or moment.second or moment.microsecond):
        return day
    return f"{day} {moment:%H:%M}{f':{moment:%S}' if moment.second else ''} UTC"
