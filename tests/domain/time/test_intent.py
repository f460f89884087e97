import pytest

from domain.errors import BadIntent
from domain.model.operations import (
    Mode,
    Operation,
    OperationKind,
    Origin,
    Register,
    Until,
    UntilWord,
    assertion,
    retraction,
)
from domain.period import Period
from domain.time.intent import Intent, check, decide, whole_elements
from domain.time.registers import Rectangle, project
from tests.domain.time.ledger import ELEMENT, Ledger

NOW = 1_000_000
NAME = (ELEMENT, "name")


def decided(
    intent: Intent, current: tuple[Rectangle, ...] = (), *, value: str = "new"
) -> tuple[Operation, ...]:
    registers: dict[Register, tuple[Rectangle, ...]] = {NAME: current}
    return decide(intent, (assertion(*NAME, value),), registers, tx=9, recorded_at=NOW)


@pytest.mark.parametrize(
    "intent",
    [
        Intent(Mode.EDIT),
        Intent(Mode.EDIT, NOW),
        Intent(Mode.EDIT, None, NOW + 1),
        Intent(Mode.EDIT, None, UntilWord.OPEN),
        Intent(Mode.CORRECT, NOW - 1),
        Intent(Mode.CORRECT, NOW),
        Intent(Mode.CORRECT, 0, NOW + 5),
        Intent(Mode.SCHEDULE, NOW + 1),
        Intent(Mode.SCHEDULE, NOW + 1, NOW + 2),
        Intent(Mode.END),
        Intent(Mode.END, NOW - 5, NOW),
        Intent(Mode.END, NOW + 5, UntilWord.OPEN),
        Intent(Mode.RESCIND),
        Intent(Mode.BOUNDARY),
    ],
)
def test_mode_and_times_agree(intent: Intent) -> None:
    check(intent, recorded_at=NOW)


@pytest.mark.parametrize(
    ("intent", "message"),
    [
        (
            Intent(Mode.EDIT, NOW - 1),
            (
                "an edit names a start other than now; "
                "use correct for the past, schedule for the future"
            ),
        ),
        (
            Intent(Mode.EDIT, None, NOW),
            (
                "the period of mode edit ends at 1970-01-01T00:00:01.000000Z, not after its start; "
                "let it end after it starts"
            ),
        ),
        (
            Intent(Mode.CORRECT),
            "a correction names no start; name a start in the past, or use schedule",
        ),
        (
            Intent(Mode.CORRECT, NOW + 1),
            (
                "a correction starts at 1970-01-01T00:00:01.000001Z, which lies in the future; "
                "name a start in the past, or use schedule"
            ),
        ),
        (
            Intent(Mode.CORRECT, 5, 5),
            (
                "the period of mode correct ends at 1970-01-01T00:00:00.000005Z, "
                "not after its start; let it end after it starts"
            ),
        ),
        (
            Intent(Mode.SCHEDULE),
            "a scheduled change names no start; name a later start, or use correct",
        ),
        (
            Intent(Mode.SCHEDULE, NOW),
            (
                "a scheduled change starts at 1970-01-01T00:00:01.000000Z, "
                "which does not lie in the future; name a later start, or use correct"
            ),
        ),
        (
            Intent(Mode.SCHEDULE, NOW + 2, NOW + 1),
            (
                "the period of mode schedule ends at 1970-01-01T00:00:01.000001Z, "
                "not after its start; let it end after it starts"
            ),
        ),
        (
            Intent(Mode.RESCIND, 5),
            (
                "a commit of mode rescind takes its periods from what was decided before; "
                "leave out start and until"
            ),
        ),
        (
            Intent(Mode.BOUNDARY, None, UntilWord.OPEN),
            (
                "a commit of mode valid_time_reached takes its periods from what was "
                "decided before; leave out start and until"
            ),
        ),
    ],
)
def test_mode_and_times_contradict_each_other(intent: Intent, message: str) -> None:
    with pytest.raises(BadIntent) as refused:
        check(intent, recorded_at=NOW)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("until", "period"),
    [
        (UntilWord.NEXT, Period(NOW, None)),
        (UntilWord.OPEN, Period(NOW, None)),
        (NOW + 7, Period(NOW, NOW + 7)),
    ],
)
def test_an_edit_of_what_never_held_a_value(until: Until, period: Period) -> None:
    assert decided(Intent(Mode.EDIT, None, until)) == (
        Operation(*NAME, OperationKind.ASSERT, "new", period),
    )


def test_decide_checks_the_intent() -> None:
    with pytest.raises(BadIntent):
        decided(Intent(Mode.SCHEDULE, 0))


def test_a_decision_in_pieces_has_its_first_operation_as_origin() -> None:
    story = Ledger()
    story.edit(at=1, name="A", doc="about A")
    story.schedule(at=2, start=50, until=60, name="trial")
    tx = story.edit(at=10, doc="about B", name="B")
    assert [
        (each.attribute, each.valid, each.origin) for each in story.commits[tx - 1].operations
    ] == [
        ("doc", Period(10, None), None),
        ("name", Period(10, 50), None),
        ("name", Period(60, None), Origin(tx, 1)),
    ]


def test_of_two_changes_to_one_register_the_later_counts() -> None:
    changes = (assertion(*NAME, "first"), retraction(ELEMENT, "doc"), assertion(*NAME, "second"))
    operations = decide(Intent(Mode.EDIT), changes, {}, tx=1, recorded_at=NOW)
    assert [(each.attribute, each.value) for each in operations] == [
        ("name", "second"),
        ("doc", None),
    ]


def test_a_scheduled_change_keeps_the_value_it_was_decided_on() -> None:
    story = Ledger()
    story.edit(at=1, name="A")
    story.schedule(at=2, start=50, name="B")
    tx = story.schedule(at=3, start=70, name="C", doc="new")
    again = story.schedule(at=4, start=50, name="B2")
    assert [each.base for each in story.commits[tx - 1].operations] == ["B", None]
    assert [each.base for each in story.commits[again - 1].operations] == ["A"]


def test_only_the_first_piece_of_a_scheduled_change_has_a_base() -> None:
    story = Ledger()
    story.edit(at=1, name="A")
    story.schedule(at=2, start=70, until=80, name="trial")
    tx = story.schedule(at=3, start=50, name="B")
    assert [each.base for each in story.commits[tx - 1].operations] == ["A", None]


def test_an_end_gives_no_value() -> None:
    with pytest.raises(BadIntent) as refused:
        decided(Intent(Mode.END))
    assert str(refused.value) == (
        "an end gives name of customer a value; retract it, or use correct or schedule"
    )


@pytest.mark.parametrize("mode", [Mode.RESCIND, Mode.BOUNDARY])
def test_what_follows_from_older_decisions_takes_no_changes(mode: Mode) -> None:
    with pytest.raises(BadIntent, match="takes no changes of its own; send the changes as an edit"):
        decided(Intent(mode))
    assert decide(Intent(mode), (), {}, tx=1, recorded_at=NOW) == ()


def test_a_whole_element_is_needed_to_correct_its_kind_only() -> None:
    kind, name = assertion(ELEMENT, "kind", "entity"), assertion(*NAME, "Order")
    assert whole_elements(Intent(Mode.CORRECT, 5), (name, kind)) == (ELEMENT,)
    assert whole_elements(Intent(Mode.CORRECT, 5), (name, retraction(ELEMENT, "kind"))) == ()
    assert whole_elements(Intent(Mode.EDIT), (kind,)) == ()


def test_an_unbounded_start_is_in_force_since_ever() -> None:
    always = Operation(*NAME, OperationKind.ASSERT, "always", Period(None, None))
    current = project((), always, tx=1, ord=0).current
    assert [each.valid for each in decided(Intent(Mode.EDIT), current)] == [Period(NOW, None)]
    until = Operation(*NAME, OperationKind.ASSERT, "once", Period(None, 5))
    current = project((), until, tx=1, ord=0).current
    assert [each.valid for each in decided(Intent(Mode.EDIT), current)] == [Period(NOW, None)]
    assert [each.valid for each in decided(Intent(Mode.CORRECT, 0), current)] == [Period(0, 5)]
