"""Every shape that goes over the wire, declared once; OpenAPI shows them under these names.

Instants are RFC 3339 in UTC with six fraction digits. A list is `{"items", "next"}`; `next` is
opaque and goes back as `?next=`, null when there is no more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from domain.access import Action, Role
from domain.model.findings import Level
from domain.model.operations import Mode, OperationKind


@dataclass(frozen=True, slots=True)
class Problem:
    """A refusal, after RFC 9457: what, about what, and what to do."""

    type: str
    title: str
    status: int
    detail: Annotated[str, "subject, fact and remedy"]
    element: Annotated[str | None, "the element meant"] = None
    attribute: Annotated[str | None, "the attribute or field meant"] = None
    problems: Annotated["tuple[Issue, ...]", "one for each register, when there are several"] = ()
    conflicts: Annotated["tuple[Conflict, ...]", "what changed after expected_tx"] = ()
    losses: Annotated["tuple[Loss, ...]", "why nothing of a text came in"] = ()


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that keeps an edit from being recorded."""

    code: str
    element: str
    attribute: str | None
    detail: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A register that changed after the tx which the edit was made on."""

    element: str
    attribute: str
    tx: Annotated[int, "the commit that changed it last"]


@dataclass(frozen=True, slots=True)
class Health:
    """How the server is."""

    status: Literal["ok", "ready", "starting"]
    version: str


@dataclass(frozen=True, slots=True)
class Me:
    """Who is asking, and what they may."""

    id: str
    name: str
    named: Annotated[bool, "whether they have said their name; a guest has one that is given"]
    role: Role
    may: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class NewName:
    """The display name somebody wants."""

    name: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, under the name that they go by."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Model:
    """A model as lists show it."""

    slug: str
    id: Annotated[str, "also the id of its model element"]
    name: str
    archived: bool
    tx: Annotated[int, "the number of its last commit"]
    created_at: str
    changed_at: Annotated[str | None, "when its last commit was recorded"]
    changed_by: Annotated[Person | None, "who made its last commit"]
    summary: Annotated[str | None, "what its last commit did"]
    entities: Annotated[int, "how many entities and aggregates it has"]
    people: Annotated[tuple[Person, ...], "who has it open now"]


@dataclass(frozen=True, slots=True)
class CreatedModel(Model):
    """A model that is new, with what came in when a text was imported."""

    imported: "Import | None"


@dataclass(frozen=True, slots=True)
class Models:
    """The models of this server by name."""

    items: tuple[Model, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class ImportText:
    """Text to import, with what is known about it."""

    text: str
    format: Annotated[str, "auto, or the name of an importer"] = "auto"
    filename: Annotated[str | None, "helps to recognise the format"] = None
    confirm: Annotated[bool, "apply it without a review"] = False


@dataclass(frozen=True, slots=True)
class NewModel:
    """A model to be created: blank, or from a text."""

    name: Annotated[str | None, "the text's own name when absent"] = None
    slug: Annotated[str | None, "made of the name when absent"] = None
    template: Annotated[str | None, "the name of a template"] = None
    import_: Annotated[ImportText | None, "a text to begin with"] = None
    preview: Annotated[bool, "only say what would come in"] = False


@dataclass(frozen=True, slots=True)
class ModelChange:
    """What shall be different about a model as a whole; only what is given changes."""

    name: str | None = None
    archived: bool | None = None


@dataclass(frozen=True, slots=True)
class Graph:
    """The graph at a moment. Elements stand in tree order, each a flat object of its registers."""

    model: str
    branch: str
    valid_at: str
    tx: int
    elements: Annotated[
        tuple[Mapping[str, object], ...],
        "id, kind, name, parent, order, then the attributes of the kind",
    ]


@dataclass(frozen=True, slots=True)
class Operation:
    """A register asserted or retracted over a period; null bounds are unbounded."""

    element: str
    attribute: str
    kind: OperationKind
    value: object
    valid: Annotated[tuple[str | None, ...], "[from, to): two instants or nulls"]


@dataclass(frozen=True, slots=True)
class CommitHeader:
    """A recorded gesture without its operations, of which an import has tens of thousands.

    `position` and `recorded_at` are null when nothing had to change.
    """

    commit_id: str
    stream: str
    tx: int
    position: int | None
    recorded_at: str | None
    actor: str
    author: Annotated[str, "the actor's name"]
    why: str | None
    mode: Mode
    from_: Annotated[str | None, "the start that was asked for"]
    until: Annotated[str, "next, open or an instant"]
    summary: Annotated[str, "what it did, in one plain sentence"]
    elements: Annotated[tuple[str, ...], "the elements that it touched, the first 200"]
    touched: Annotated[int, "how many elements it touched"]
    changes: Annotated[int, "how many operations it has"]


@dataclass(frozen=True, slots=True)
class Commit(CommitHeader):
    """One recorded gesture. `position` and `recorded_at` are null when nothing had to change."""

    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Commits:
    """History, newest first."""

    items: tuple[Commit, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class CommitHeaders:
    """History without operations, newest first."""

    items: tuple[CommitHeader, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What an edit would record, shown before it is."""

    preview: bool
    summary: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class WantedOperation:
    """What one register shall hold."""

    element: str
    attribute: str
    kind: OperationKind = OperationKind.ASSERT
    value: object = None


@dataclass(frozen=True, slots=True)
class Edit:
    """A gesture without a room: operations, and how their period is meant."""

    commit_id: Annotated[str | None, "a UUID; the same again gives the first answer"] = None
    why: str | None = None
    mode: Literal["edit", "correct", "schedule", "end", "rescind"] = "edit"
    from_: Annotated[str | None, "an instant; now when absent"] = None
    until: Annotated[str, "next, open, now or an instant"] = "next"
    expected_tx: Annotated[int | None, "no touched register changed after it"] = None
    operations: tuple[WantedOperation, ...] = ()
    commit: Annotated[int | None, "the tx to rescind"] = None
    preview: Annotated[bool, "only say what would be recorded"] = False


@dataclass(frozen=True, slots=True)
class Delta:
    """One register that differs; null stands for a side that held nothing."""

    attribute: str
    before: object = None
    after: object = None


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that happened to an element between two moments."""

    type: Annotated[
        str,
        "added, removed, renamed, kind_changed, moved, reordered, changed or changed_unseen",
    ]
    sentence: str
    registers: tuple[Delta, ...]
    along: Annotated[str | None, "the element that it came or went with"] = None


@dataclass(frozen=True, slots=True)
class ElementDifferences:
    """What differs of one element."""

    element: str
    kind: str | None
    path: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment in both times."""

    valid_at: str
    tx: int


@dataclass(frozen=True, slots=True)
class Diff:
    """What differs between two moments, in tree order."""

    model: str
    branch: str
    from_: Moment
    to: Moment
    items: tuple[ElementDifferences, ...]
    sentences: Annotated[tuple[str, ...], "the same for people"]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Fix:
    """A way to put a finding right by one gesture."""

    title: Annotated[str, "the words for its button"]
    operations: tuple[WantedOperation, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in the model that its rules find."""

    rule: str
    level: Level
    element: str
    path: str
    attribute: str | None
    message: str
    remedy: str
    fixes: Annotated[tuple[Fix, ...], "none where only a person knows"]


@dataclass(frozen=True, slots=True)
class Findings:
    """What the rules find at a moment, gravest first."""

    items: tuple[Finding, ...]
    next: str | None
    tx: int
    counts: Annotated[Mapping[str, int], "of each level, in the whole model"]


@dataclass(frozen=True, slots=True)
class Loss:
    """Something of a text that did not come in as it stood."""

    line: int | None
    subject: str
    fact: str
    remedy: str


@dataclass(frozen=True, slots=True)
class PicturedGroup:
    """A frame of a picture: what becomes a context, such as a schema of a database."""

    id: str
    name: str
    cards: Annotated[int, "how many stand in it"]
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class PicturedCard:
    """A card of a picture, where it would stand on the canvas."""

    id: str
    kind: str
    name: str
    rows: Annotated[int, "how many fields or values it has"]
    group: Annotated[str | None, "the group it stands in"]
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class PicturedRelation:
    """A line of a picture, from the card whose field refers to another."""

    source: str
    target: str
    name: Annotated[str, "of the field"]
    many: Annotated[str, "how many refer to one: 0..1 or 0..*"]
    one: Annotated[str, "how many one refers to: 1, 0..1, ..."]


@dataclass(frozen=True, slots=True)
class Picture:
    """What comes in, light enough to be looked at before it does."""

    groups: tuple[PicturedGroup, ...]
    cards: Annotated[tuple[PicturedCard, ...], "the first 2,000"]
    relations: Annotated[tuple[PicturedRelation, ...], "between the cards that are listed"]
    total: Annotated[int, "how many cards there are"]


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What a text would bring in as a model of its own; nothing of it is kept."""

    format: str
    title: Annotated[str, "the format in words"]
    lines: int
    name: Annotated[str, "what the model would be called"]
    slug: Annotated[str, "its address; a free one when none was asked for"]
    counts: Annotated[Mapping[str, int], "what comes in, in the words of the format"]
    losses: tuple[Loss, ...]
    picture: Picture


@dataclass(frozen=True, slots=True)
class Import:
    """A reviewable change set made of a text, and what became of it."""

    id: str
    model: str
    format: str
    title: Annotated[str, "the format in words"]
    lines: int
    name: Annotated[str | None, "the text's own name"]
    counts: Annotated[Mapping[str, int], "what came in, in the words of the format"]
    losses: tuple[Loss, ...]
    changes: Annotated[int, "how many registers it would change"]
    sentences: Annotated[tuple[str, ...], "what it would change, as a person reads it"]
    summary: str
    picture: Annotated[Picture | None, "null once it is applied"]
    applied: CommitHeader | None


@dataclass(frozen=True, slots=True)
class Task:
    """A piece of work that takes a while."""

    id: str
    kind: str
    state: Literal["running", "done", "failed"]
    says: Annotated[str, "what it is doing, in words"]
    done: int
    total: int | None
    result: Annotated[object, "what it gave, once done"] = None
    problem: Annotated[object, "why it failed, as a problem"] = None
