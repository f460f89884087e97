"""Changes, operations and commits: how a model comes to be what it is.

A *change* is what somebody wants of one register; an *operation* is the change with the period over
which it holds; a *commit* is the operations of one gesture, with who and why. A register is one
attribute of one element.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from domain.ids import ActorId, CommitId, ElementId, StreamId
from domain.model.values import Json
from domain.period import Instant, Period

Register: TypeAlias = tuple[ElementId, str]
Registers: TypeAlias = Mapping[ElementId, Mapping[str, Json]]
"""The registers that hold a value, by element; absent means retracted or never asserted."""


class OperationKind(StrEnum):
    """Whether an operation gives a register a value or takes it away."""

    ASSERT = "assert"
    RETRACT = "retract"


class Mode(StrEnum):
    """How a commit means its periods; see `domain.time.intent`."""

    EDIT = "edit"
    CORRECT = "correct"
    SCHEDULE = "schedule"
    END = "end"
    RESCIND = "rescind"
    BOUNDARY = "valid_time_reached"


class UntilWord(StrEnum):
    """The two ends of an intent that are no instant."""

    NEXT = "next"
    OPEN = "open"


Until: TypeAlias = UntilWord | Instant


@dataclass(frozen=True, slots=True)
class Change:
    """What one register shall hold; the value of a retract is None."""

    element: ElementId
    attribute: str
    kind: OperationKind
    value: Json

    @property
    def register(self) -> Register:
        """The register this is about."""
        return (self.element, self.attribute)


@dataclass(frozen=True, slots=True)
class Origin:
    """The decision that an operation stems from: the first operation of that decision.

    One intent may need several operations (a schedule in the middle leaves two remnants), and a
    rescind restores older decisions; both name the decision here.
    """

    tx: int
    ord: int


@dataclass(frozen=True, slots=True)
class Operation:
    """A register asserted or retracted over a period; `origin` None means: decided right here.

    `base` is the value a scheduled change was decided on, kept so that the boundary can tell when
    it changed meanwhile.
    """

    element: ElementId
    attribute: str
    kind: OperationKind
    value: Json
    valid: Period
    origin: Origin | None = None
    base: Json = None

    @property
    def register(self) -> Register:
        """The register this is about."""
        return (self.element, self.attribute)


@dataclass(frozen=True, slots=True)
class Commit:
    """The operations of one gesture on one stream, numbered `tx` without gaps from 1.

    `start` and `until` are the intent as given; `cause` says what led to it (`{"rescinds": tx}`,
    `{"request": sha256}`, `{"boundary": instant}`), None when a person simply edited.
    """

    stream: StreamId
    tx: int
    recorded_at: Instant
    commit_id: CommitId
    actor: ActorId
    why: str | None
    mode: Mode
    start: Instant | None
    until: Until
    operations: tuple[Operation, ...]
    cause: Mapping[str, Json] | None = None


@dataclass(frozen=True, slots=True)
class LoggedCommit:
    """A commit with its place in the whole log and its link in the chain of its stream."""

    commit: Commit
    position: int
    hash: bytes


EMPTY: Final[Registers] = {}


def assertion(element: ElementId, attribute: str, value: Json) -> Change:
    """Return the change that gives a register a value."""
    return Change(element, attribute, OperationKind.ASSERT, value)


def retraction(element: ElementId, attribute: str) -> Change:
    """Return the change that takes a register's value away."""
    return Change(element, attribute, OperationKind.RETRACT, None)


def apply(changes: "tuple[Change | Operation, ...]", registers: Registers) -> Registers:
    """Return the registers after the changes, in their order; what is untouched is shared."""
    result = dict(registers)
    copied: dict[ElementId, dict[str, Json]] = {}
    for change in changes:
        element = copied.get(change.element)
        if element is None:
            element = copied[change.element] = dict(registers.get(change.element, {}))
            result[change.element] = element
        if change.kind is OperationKind.ASSERT:
            element[change.attribute] = change.value
        else:
            element.pop(change.attribute, None)
    for identity, element in copied.items():
        if not element:
            del result[identity]
    return result


def inverse(changes: "tuple[Change | Operation, ...]", before: Registers) -> tuple[Change, ...]:
    """Return the changes that bring the touched registers back to what `before` says."""
    touched = dict.fromkeys(change.register for change in changes)
    return tuple(
        assertion(element, attribute, before[element][attribute])
        if attribute in before.get(element, {})
        else retraction(element, attribute)
        for element, attribute in touched
    )
