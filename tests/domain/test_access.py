"""The four roles: the whole table, written out by hand so that a slip in the sets shows."""

from itertools import pairwise

import pytest

from domain.access import (
    ALLOWED,
    Action,
    Actor,
    Allow,
    Deny,
    Role,
    actions_of,
    decision,
)

TABLE = """
            viewer commenter editor owner
read        yes    yes       yes    yes
comment     no     yes       yes    yes
suggest     no     yes       yes    yes
edit        no     no        yes    yes
publish     no     no        yes    yes
create      no     no        yes    yes
archive     no     no        no     yes
administer  no     no        no     yes
"""

HEADER, *ROWS = [line.split() for line in TABLE.strip().splitlines()]
CASES = [
    (Role(role), Action(action), answer == "yes")
    for action, *answers in ROWS
    for role, answer in zip(HEADER, answers, strict=True)
]


def actor(role: Role) -> Actor:
    return Actor(id="actor-1", name="Ada", role=role)


@pytest.mark.parametrize(("role", "action", "allowed"), CASES)
def test_every_role_and_action_is_decided_by_the_table(
    role: Role,
    action: Action,
    allowed: bool,  # noqa: FBT001 - a column of the table
) -> None:
    answer = decision(actor(role), action)
    assert isinstance(answer, Allow if allowed else Deny)
    assert (action in actions_of(role)) is allowed


def test_the_table_names_every_role_and_action() -> None:
    assert {(role, action) for role, action, _ in CASES} == {
        (role, action) for role in Role for action in Action
    }
    assert set(ALLOWED) == set(Role)


def test_each_role_may_all_that_the_one_below_may() -> None:
    ladder = [ALLOWED[role] for role in reversed(Role)]
    assert all(below < above for below, above in pairwise(ladder))


@pytest.mark.parametrize(
    ("role", "action", "words"),
    [
        (
            Role.COMMENTER,
            Action.EDIT,
            (
                "You can look and comment here, not edit. "
                "Suggest the change as a proposal, or ask an owner to make you an editor."
            ),
        ),
        (
            Role.VIEWER,
            Action.EDIT,
            "You can look here, not edit. Ask an owner to make you an editor.",
        ),
        (
            Role.VIEWER,
            Action.COMMENT,
            "You can look here, not comment. Ask an owner to make you a commenter.",
        ),
        (
            Role.EDITOR,
            Action.ADMINISTER,
            "You can edit here, not manage members and settings. Ask an owner to do it.",
        ),
    ],
)
def test_a_denial_says_what_one_may_and_what_to_do(role: Role, action: Action, words: str) -> None:
    assert str(decision(actor(role), action)) == words


def test_a_denial_has_subject_fact_and_remedy() -> None:
    answer = decision(actor(Role.VIEWER), Action.SUGGEST)
    assert answer == Deny(
        "You",
        "can look here, not suggest changes",
        "Ask an owner to make you a commenter",
    )
