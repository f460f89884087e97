from domain.model.operations import Operation, OperationKind, Origin, UntilWord
from domain.period import Period
from domain.time.creation import KIND, Moved, extend, moved_by
from domain.time.registers import NOTHING, Rectangle
from tests.domain.time.ledger import ELEMENT, Ledger

NAME = (ELEMENT, "name")


def existing(start: int | None, kind: OperationKind = OperationKind.ASSERT) -> Rectangle:
    return Rectangle(Period(start, None), 1, None, kind, "entity", 1, 0, Origin(1, 0))


def test_the_element_turns_out_to_exist_from_the_new_start_up_to_its_creation() -> None:
    assert moved_by((existing(30),), start=10, until=UntilWord.NEXT) == Moved(30, Period(10, 30))
    assert moved_by((existing(30),), start=10, until=UntilWord.OPEN) == Moved(30, Period(10, 30))
    assert moved_by((existing(30),), start=10, until=50) == Moved(30, Period(10, 30))
    assert moved_by((existing(30),), start=10, until=20) == Moved(30, Period(10, 20))


def test_there_is_nothing_to_move() -> None:
    until = UntilWord.NEXT
    assert moved_by((), start=10, until=until) is None
    assert moved_by((existing(10),), start=10, until=until) is None
    assert moved_by((existing(5),), start=10, until=until) is None
    assert moved_by((existing(None),), start=10, until=until) is None
    assert moved_by((existing(30, OperationKind.RETRACT),), start=10, until=until) is None


def test_what_began_with_the_element_is_extended_as_the_decision_it_was() -> None:
    moved = Moved(30, Period(10, 30))
    assert extend(NAME, (existing(30),), moved) == Operation(
        *NAME, OperationKind.ASSERT, "entity", Period(10, 30), Origin(1, 0)
    )
    assert extend(NAME, (existing(31),), moved) is None
    assert extend(NAME, (), moved) is None


def test_what_a_rescind_left_where_nothing_was_decided_is_no_beginning() -> None:
    retract = OperationKind.RETRACT
    nothing = Rectangle(Period(20, 30), 3, None, retract, None, 3, 0, NOTHING)
    assert moved_by((nothing, existing(30)), start=10, until=UntilWord.NEXT) is not None
    assert extend(NAME, (nothing, existing(30)), Moved(30, Period(10, 30))) is not None


def test_an_explicit_change_goes_before_the_extension() -> None:
    story = Ledger()
    story.edit(at=30, kind="entity", name="Ordr", doc="text")
    tx = story.correct(at=50, start=16, kind="entity", name="Offer")
    assert [
        (each.attribute, each.value, each.origin) for each in story.commits[tx - 1].operations
    ] == [("kind", "entity", None), ("name", "Offer", None), ("doc", "text", Origin(1, 2))]
    assert story.names(15, 16, 29, 30) == [None, "Offer", "Offer", "Ordr"]


def test_other_elements_stay_where_they_are() -> None:
    story = Ledger()
    story.edit(at=30, kind="entity")
    rectangles = story.current[ELEMENT, KIND]
    story.current["other", "name"] = rectangles
    story.correct(at=50, start=16, kind="entity")
    assert story.current["other", "name"] == rectangles


def test_a_correction_that_takes_the_kind_away_moves_nothing() -> None:
    story = Ledger()
    story.edit(at=30, kind="entity", name="Order")
    story.correct(at=50, start=16, kind=None)
    assert story.names(16) == [None]


def test_a_correction_after_the_creation_moves_nothing() -> None:
    story = Ledger()
    story.edit(at=30, kind="entity", name="Order")
    tx = story.correct(at=50, start=40, kind="aggregate")
    assert [each.attribute for each in story.commits[tx - 1].operations] == ["kind"]
