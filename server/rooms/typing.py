"""Long texts in typing: whose keystrokes no commit holds yet, and when one shall.

Each keystroke is durable at once, as a raw update; the log gets a text as a whole, when typing
rests. What one author types into one text meanwhile is a *run*, and becomes one commit of theirs.

    keystroke -> run -> nobody types there for a while      -> ended -> commit of the whole text
                        it has gone on for long                         (none when the text is as it
                        another author types there                      was before the run)
                        somebody wants to read, or the room closes

Every keystroke is in exactly one run, and the runs of a text lead from what the log holds to what
the document says. Nothing here looks at a clock: instants come in, in seconds.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final
from uuid import UUID, uuid5

from domain.ids import ActorId, ElementId, StreamId
from domain.model.operations import Change, Mode, Register, assertion, retraction
from domain.time.intent import Intent
from server.log.documents import TypedUpdate
from server.log.draft import Draft

TEXT: Final = "doc"
"""The register that people type in."""


@dataclass(frozen=True, slots=True)
class Windows:
    """How long a text must rest before it is recorded, and how long typing may go on at most."""

    rest: float = 2.0
    longest: float = 30.0


WINDOWS: Final = Windows()


@dataclass(frozen=True, slots=True)
class Retyped:
    """The text of an element that was there already has changed."""

    element: ElementId
    before: str
    text: str


@dataclass(frozen=True, slots=True)
class Keystroke:
    """Update `seq` of the epoch turned the text of an element from `before` into `text`."""

    element: ElementId
    actor: ActorId
    seq: int
    before: str
    text: str
    label: str | None = None
    """What the gesture was called, if it was one."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one author typed into one text, without rest: updates `first_seq` to `last_seq`.

    `before` is the text that the log holds, `text` what the document says since the last keystroke.
    """

    element: ElementId
    actor: ActorId
    first_seq: int
    last_seq: int
    before: str
    text: str
    began_at: float = 0.0
    typed_at: float = 0.0
    label: str | None = None

    @property
    def change(self) -> Change:
        """What the run comes to."""
        return _saying(self.element, self.text)

    @property
    def undoing(self) -> Change:
        """What takes the run back."""
        return _saying(self.element, self.before)


@dataclass(frozen=True, slots=True)
class Typing:
    """The runs that go on, at most one in each text; every step answers with the next Typing."""

    windows: Windows = WINDOWS
    runs: Mapping[ElementId, Run] = field(default_factory=dict)

    def take(self, stroke: Keystroke, at: float) -> "Step":
        """Take a keystroke; it ends the run before it when that is another's, or was due."""
        run = self.runs.get(stroke.element)
        if run is None or run.actor != stroke.actor or at >= self._due_at(run):
            begun = Run(
                stroke.element,
                stroke.actor,
                stroke.seq,
                stroke.seq,
                stroke.before,
                stroke.text,
                at,
                at,
                stroke.label,
            )
            return Step(self._with(begun), () if run is None else (run,))
        longer = replace(
            run,
            last_seq=stroke.seq,
            text=stroke.text,
            typed_at=at,
            label=stroke.label or run.label,
        )
        return Step(self._with(longer))

    def rest(self, at: float) -> "Step":
        """End the runs that are due."""
        return self.end(element for element, run in self.runs.items() if at >= self._due_at(run))

    def end(self, elements: Iterable[ElementId]) -> "Step":
        """End the runs in the texts of these elements, in the order in which they began."""
        ended = {element: self.runs[element] for element in elements if element in self.runs}
        if not ended:
            return Step(self)
        rest = {element: run for element, run in self.runs.items() if element not in ended}
        in_order = sorted(ended.values(), key=lambda run: (run.first_seq, run.element))
        return Step(replace(self, runs=rest), tuple(in_order))

    def end_all(self) -> "Step":
        """End every run."""
        return self.end(self.runs)

    def resume(self, run: Run) -> "Typing":
        """Take up a run that another process began; it is due."""
        return self._with(run)

    def rebase(self, element: ElementId, before: str) -> "Typing":
        """Note that the log holds another text beneath a run: the schedule put it there."""
        run = self.runs.get(element)
        return self if run is None else self._with(replace(run, before=before))

    @property
    def due_at(self) -> float | None:
        """The instant at which the next run is due; None while nobody types."""
        return min(map(self._due_at, self.runs.values()), default=None)

    @property
    def first_seq(self) -> int | None:
        """The first update that no commit holds yet; None while nobody types."""
        return min((run.first_seq for run in self.runs.values()), default=None)

    def _due_at(self, run: Run) -> float:
        return min(run.typed_at + self.windows.rest, run.began_at + self.windows.longest)

    def _with(self, run: Run) -> "Typing":
        return replace(self, runs={**self.runs, run.element: run})


@dataclass(frozen=True, slots=True)
class Step:
    """What comes after a step, and the runs that ended with it."""

    typing: Typing
    ended: tuple[Run, ...] = ()


def apart(
    changes: tuple[Change, ...],
    former: Mapping[Register, Change],
    created: Collection[ElementId],
) -> tuple[tuple[Change, ...], tuple[Retyped, ...]]:
    """Part what an update came to into what is recorded at once, and what was typed.

    `former` tells what registers held before it. The text that an element is `created` with is a
    part of its creation; nobody can have typed there before.
    """
    if not any(change.attribute == TEXT for change in changes):
        return changes, ()
    retyped = tuple(
        Retyped(change.element, _text(former[change.register]), _text(change))
        for change in changes
        if change.attribute == TEXT and change.element not in created
    )
    typed = {each.element for each in retyped}
    rest = (each for each in changes if each.attribute != TEXT or each.element not in typed)
    return tuple(rest), retyped


def begun(typed: Iterable[TypedUpdate]) -> dict[ElementId, Run]:
    """Return what was typed last in each text, without the texts, from what is stored of it.

    Who typed before somebody else is recorded already.
    """
    runs: dict[ElementId, Run] = {}
    for each in typed:
        for element in each.elements:
            run = runs.get(element)
            first = each.seq if run is None or run.actor != each.actor else run.first_seq
            runs[element] = Run(element, each.actor, first, each.seq, "", "")
    return runs


def _saying(element: ElementId, text: str) -> Change:
    return assertion(element, TEXT, text) if text else retraction(element, TEXT)


def _text(change: Change) -> str:
    return "" if change.value is None else str(change.value)


def drafts(ended: Collection[Run], stream: StreamId, *, epoch: int) -> tuple[Draft, ...]:
    """Return the commits of ended runs: one for each, in order; none where nothing changed.

    Texts that one author typed by the very same updates are one gesture, and so one commit; other
    runs stay apart even when they end together, for each text then has a history of its own, and
    `cause` names the updates of exactly that text.
    """
    gestures: dict[tuple[ActorId, int, int], list[Run]] = {}
    for run in ended:
        if run.text != run.before:
            gestures.setdefault((run.actor, run.first_seq, run.last_seq), []).append(run)
    return tuple(_draft(runs, UUID(stream), epoch) for runs in gestures.values())


def _draft(runs: list[Run], stream: UUID, epoch: int) -> Draft:
    # Named after its updates, so that a commit whose answer was lost is not recorded twice.
    first, elements = runs[0], " ".join(run.element for run in runs)
    name = f"typing {epoch} {first.first_seq} {first.last_seq} {elements}"
    label = {} if first.label is None else {"label": first.label}
    return Draft(
        str(uuid5(stream, name)),
        first.actor,
        None,
        Intent(Mode.EDIT),
        tuple(run.change for run in runs),
        {"updates": [first.first_seq, first.last_seq], **label},
    )
