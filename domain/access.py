"""Who may do what: four roles, each allowed what the one below it is, and a little more.

    viewer ⊂ commenter ⊂ editor ⊂ owner

HTTP, rooms and the command line only ask `decision`; the answer carries its own words, so that a
refusal reads the same wherever it is met.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from domain.ids import ActorId


class Role(StrEnum):
    """What a member is in a workspace or, overriding that, in one model."""

    OWNER = "owner"
    EDITOR = "editor"
    COMMENTER = "commenter"
    VIEWER = "viewer"


class Action(StrEnum):
    """What a person or a program may want to do; every surface maps onto one of these."""

    READ = "read"
    COMMENT = "comment"
    SUGGEST = "suggest"
    EDIT = "edit"
    PUBLISH = "publish"
    CREATE = "create"
    ARCHIVE = "archive"
    ADMINISTER = "administer"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts, with the role that holds for the model in question."""

    id: ActorId
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Allow:
    """The action may go ahead."""


@dataclass(frozen=True, slots=True)
class Deny:
    """The action may not; who, what they may instead, and what to do now."""

    subject: str
    fact: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.subject} {self.fact}. {self.remedy}."


Decision: TypeAlias = Allow | Deny

_VIEWER: Final = frozenset({Action.READ})
_COMMENTER: Final = _VIEWER | {Action.COMMENT, Action.SUGGEST}
_EDITOR: Final = _COMMENTER | {Action.EDIT, Action.PUBLISH, Action.CREATE}
_OWNER: Final = _EDITOR | {Action.ARCHIVE, Action.ADMINISTER}

ALLOWED: Final[Mapping[Role, frozenset[Action]]] = {
    Role.VIEWER: _VIEWER,
    Role.COMMENTER: _COMMENTER,
    Role.EDITOR: _EDITOR,
    Role.OWNER: _OWNER,
}
"""What each role may; the whole policy of this floor."""


def decision(actor: Actor, action: Action) -> Decision:
    """Decide whether `actor` may do `action`, in words when not."""
    if action in ALLOWED[actor.role]:
        return _ALLOW
    return Deny(
        subject="You",
        fact=f"can {_ABILITY[actor.role]} here, not {_INTENTION[action]}",
        remedy=_remedy(actor.role, action),
    )


def actions_of(role: Role) -> tuple[Action, ...]:
    """Return what a role may, in the order of `Action`, for showing it to the person."""
    return tuple(action for action in Action if action in ALLOWED[role])


_ALLOW: Final = Allow()

_ABILITY: Final[Mapping[Role, str]] = {
    Role.VIEWER: "look",
    Role.COMMENTER: "look and comment",
    Role.EDITOR: "edit",
    Role.OWNER: "do everything",
}

_INTENTION: Final[Mapping[Action, str]] = {
    Action.READ: "read",
    Action.COMMENT: "comment",
    Action.SUGGEST: "suggest changes",
    Action.EDIT: "edit",
    Action.PUBLISH: "publish versions",
    Action.CREATE: "create models",
    Action.ARCHIVE: "archive models",
    Action.ADMINISTER: "manage members and settings",
}


def _remedy(role: Role, action: Action) -> str:
    if action is Action.EDIT and Action.SUGGEST in ALLOWED[role]:
        return "Suggest the change as a proposal, or ask an owner to make you an editor"
    needed = next(other for other in reversed(Role) if action in ALLOWED[other])
    if needed is Role.OWNER:
        return "Ask an owner to do it"
    return f"Ask an owner to make you {'an' if needed is Role.EDITOR else 'a'} {needed}"
