"""The laws of time: what holds of every history, whatever was edited, corrected or taken back."""

import pytest
from hypothesis import assume, given, settings, strategies as st

from domain.errors import BadIntent
from domain.model.operations import (
    Mode,
    Operation,
    OperationKind,
    Origin,
    Registers,
    apply,
    assertion,
)
from domain.period import Period
from domain.time.boundaries import boundaries, changes_at, has_boundary_after, next_boundary
from domain.time.intent import Intent, decide
from domain.time.registers import Rectangle, value_at
from tests.laws.histories import (
    HORIZON,
    INTENDED,
    Played,
    Step,
    extent,
    histories,
    intents,
    lives,
    stated,
    steps_of,
)

NAME = ("a", "name")


@given(histories)
def test_rectangles_are_the_oracle_in_every_history_of_intents(steps: list[Step]) -> None:
    ledger = Played().play(steps).ledger
    for known in range(ledger.head + 1):
        for valid_at in ledger.instants():
            expected = ledger.state(valid_at, known=known)
            assert stated(ledger.current, ledger.closed, valid_at, known) == expected


@given(intents, histories)
def test_the_past_never_changes(steps: list[Step], more: list[Step]) -> None:
    played = Played().play(steps)
    head = played.ledger.head
    instants = played.ledger.instants()
    moments = [(at, known) for known in range(head + 1) for at in instants]
    before = [played.ledger.state(at, known=known) for at, known in moments]
    played.play(more)
    ledger = played.ledger
    assert [stated(ledger.current, ledger.closed, at, known) for at, known in moments] == before


@given(histories)
def test_every_history_is_the_replay_of_what_still_counts(steps: list[Step]) -> None:
    played = Played()
    for step in steps:
        played.step(step)
        assert played.rows() == played.expected()


@settings(max_examples=300)
@given(lives)
def test_every_corrected_creation_is_the_replay_of_what_still_counts(steps: list[Step]) -> None:
    played = Played()
    for step in steps:
        played.step(step)
        assert played.rows() == played.expected()


@given(
    intents | lives.map(lambda steps: [each for each in steps if each.mode in INTENDED]),
    st.integers(0, 9),
)
def test_rescind_is_the_replay_of_all_other_intents(steps: list[Step], pick: int) -> None:
    assume(steps)
    played = Played().play(steps)
    target = pick % len(steps) + 1
    head = played.ledger.head
    instants = played.ledger.instants()
    mistake = [played.ledger.state(at) for at in instants]
    others = Played()
    played.rescind(target)
    for place, step in enumerate(steps, start=1):
        if place == target:
            others.at += step.gap
            others.ledger.end("nothing", at=others.at)
        else:
            others.step(step)
    assert [played.ledger.state(at, known=head) for at in instants] == mistake
    for at in {*played.ledger.instants(), *others.ledger.instants()}:
        assert played.ledger.state(at) == others.ledger.state(at)


@given(histories)
def test_rescind_writes_only_where_it_differs_and_names_what_it_restores(
    steps: list[Step],
) -> None:
    played = Played()
    for step in steps:
        before = played.rows()
        tx = played.step(step)
        if step.mode is not Mode.RESCIND or tx is None:
            continue
        for operation in played.ledger.commits[tx - 1].operations:
            assert operation.origin is not None
            restored = operation.origin.tx
            row = before.get(operation.register, [None] * HORIZON)
            for at in range(HORIZON):
                cell = row[at]
                if at in operation.valid:
                    assert (cell[0] if cell else 0) != restored


@given(histories, st.integers(0, 9))
def test_rescinding_the_rescind_is_as_if_neither_had_been(steps: list[Step], pick: int) -> None:
    played = Played().play(steps)
    choice = played.ledger.rescindable()
    assume(choice)
    before = played.rows()
    played.at += 1
    back = played.rescind(choice[pick % len(choice)])
    played.at += 1
    played.rescind(back)
    assert played.rows() == before


@given(histories, st.integers(0, 9))
def test_a_commit_is_rescinded_once(steps: list[Step], pick: int) -> None:
    played = Played().play(steps)
    choice = played.ledger.rescindable()
    assume(choice)
    target = choice[pick % len(choice)]
    played.at += 1
    played.rescind(target)
    with pytest.raises(BadIntent, match="already rescinded"):
        played.rescind(target)


@given(histories, steps_of(Mode.EDIT, Mode.CORRECT, Mode.SCHEDULE, Mode.END))
def test_until_next_changes_exactly_the_remaining_extent_of_the_decision_in_force(
    steps: list[Step],
    step: Step,
) -> None:
    played = Played().play(steps)
    before = played.rows()
    played.at += 1
    intent = Intent(step.mode, step.intent(played.at).start)
    change = step.changes[-1]
    assume(change.attribute != "kind")
    start = played.at if intent.start is None else intent.start
    tx = played.say(intent, change)
    row = before.get(change.register, [None] * HORIZON)
    changed = extent(row, intent, start)
    after = played.rows()
    assert [
        at for at, cell in enumerate(after[change.register]) if cell and cell[0] == tx
    ] == changed
    for register in before.keys() | after.keys():
        for at in range(HORIZON):
            if register != change.register or at not in changed:
                was, now = before.get(register), after.get(register)
                assert (was[at] if was else None) == (now[at] if now else None)


@given(histories, steps_of(Mode.EDIT, Mode.CORRECT, Mode.SCHEDULE, Mode.END))
def test_a_later_dated_decision_survives_what_is_decided_until_next(
    steps: list[Step],
    step: Step,
) -> None:
    played = Played().play(steps)
    played.at += 1
    intent = Intent(step.mode, step.intent(played.at).start)
    start = played.at if intent.start is None else intent.start
    before = played.rows()
    played.say(intent, *step.changes)
    after = played.rows()
    for register, row in before.items():
        for at in range(start, HORIZON):
            cell, in_force = row[at], row[start]
            if cell is not None and cell != in_force:
                assert after[register][at] == cell


@given(
    st.lists(steps_of(Mode.EDIT), max_size=6),
    st.lists(st.tuples(steps_of(Mode.SCHEDULE), st.integers(0, 9), st.integers(0, 9)), max_size=3),
)
def test_schedule_cancel_and_edit_in_any_order_is_edit_alone(
    edits: list[Step],
    plans: list[tuple[Step, int, int]],
) -> None:
    alone = Played()
    mixed = Played()
    planned: dict[int, int] = {}
    for turn in range(10):
        alone.at += 4
        mixed.at = alone.at
        for number, (plan, made, cancelled) in enumerate(plans):
            mixed.at += 1
            if turn == min(made, cancelled):
                planned[number] = mixed.say(plan.intent(mixed.at), *plan.changes)
            if turn == max(made, cancelled):
                mixed.at = alone.at + 3
                mixed.rescind(planned[number])
        if turn < len(edits):
            mixed.at = alone.at = alone.at + 4
            for played in (alone, mixed):
                played.say(Intent(Mode.EDIT), *edits[turn].changes)
    for at in {*mixed.ledger.instants(), *alone.ledger.instants()}:
        assert mixed.ledger.state(at) == alone.ledger.state(at)


@given(
    st.lists(st.integers(2, 40), unique=True, max_size=6).map(sorted),
    st.integers(2, 20),
    st.integers(1, 10),
    st.integers(1, 10),
)
def test_after_a_bounded_schedule_ends_the_latest_live_edit_shows(
    days: list[int],
    recorded: int,
    ahead: int,
    length: int,
) -> None:
    played = Played()
    played.at = 1
    played.say(Intent(Mode.EDIT), assertion(*NAME, "at first"))
    start, end = recorded + ahead, recorded + ahead + length
    assume(recorded not in days)
    for day in sorted([*days, recorded]):
        played.at = day
        if day == recorded:
            trial = Intent(Mode.SCHEDULE, start, end)
            played.say(trial, assertion(*NAME, "trial"))
        else:
            played.say(Intent(Mode.EDIT), assertion(*NAME, f"edit {day}"))
    live = [day for day in days if not start <= day < end]
    for day in range(end, 50):
        latest = max((each for each in live if each <= day), default=None)
        expected = "at first" if latest is None else f"edit {latest}"
        assert played.ledger.state(day)[NAME] == expected


@given(histories)
def test_a_commit_changes_only_the_registers_and_periods_it_names(steps: list[Step]) -> None:
    played = Played().play(steps)
    ledger = played.ledger
    for commit in ledger.commits:
        for at in ledger.instants():
            before = ledger.state(at, known=commit.tx - 1)
            after = ledger.state(at, known=commit.tx)
            named = {each.register for each in commit.operations if at in each.valid}
            for register in before.keys() | after.keys():
                if register not in named:
                    assert before[register] == after[register]


@given(histories)
def test_decisions_name_their_first_operation_and_nothing_else_is_one(steps: list[Step]) -> None:
    played = Played().play(steps)
    decided = {
        (decision.tx, register, decision.kind, decision.value)
        for register, decisions in played.ledger.decisions().items()
        for decision in decisions
    }
    assert decided == {
        (said.tx, change.register, change.kind, change.value)
        for said in played.said
        for change in {each.register: each for each in said.changes}.values()
    }


@given(
    st.one_of(st.none(), st.integers(0, 9)),
    st.sampled_from(OperationKind),
    st.booleans(),
    st.integers(9, 20),
)
def test_an_edit_of_a_simple_register_holds_from_now_on(
    start: int | None,
    kind: OperationKind,
    is_new: bool,  # noqa: FBT001 - drawn by hypothesis
    now: int,
) -> None:
    valid = Period(start, None)
    single = Rectangle(valid, 1, None, kind, "before", 1, 0, Origin(1, 0))
    current = {} if is_new else {NAME: (single,)}
    decided = decide(
        Intent(Mode.EDIT), (assertion(*NAME, "after"),), current, tx=2, recorded_at=now
    )
    assert decided == (Operation(*NAME, OperationKind.ASSERT, "after", Period(now, None)),)


@given(histories, st.integers(0, 12))
def test_without_a_boundary_ahead_an_edit_holds_from_now_on(steps: list[Step], later: int) -> None:
    played = Played().play(steps)
    now = played.at + 1 + later
    for register, current in played.ledger.current.items():
        (first, *more) = decide(
            Intent(Mode.EDIT),
            (assertion(*register, 9),),
            {register: current},
            tx=99,
            recorded_at=now,
        )
        simple = first.valid == Period(now, None) and not more
        assert simple or has_boundary_after(current, now - 1)
        if not has_boundary_after(current, now):
            assert simple


@given(histories, st.integers(0, HORIZON))
def test_values_change_at_boundaries_only(steps: list[Step], after: int) -> None:
    played = Played().play(steps)
    current = played.ledger.current
    rows = played.rows()
    for register, rectangles in current.items():
        row = rows.get(register, [None] * HORIZON)
        passing = [at for at in range(1, HORIZON) if row[at] != row[at - 1]]
        assert list(boundaries(rectangles)) == passing
        assert has_boundary_after(rectangles, after) == any(at > after for at in passing)
    first = next_boundary(current.values(), after)
    ahead = [at for each in current.values() for at in boundaries(each) if at > after]
    assert first == (min(ahead) if ahead else None)


@given(histories)
def test_the_changes_at_each_boundary_carry_one_state_into_the_next(steps: list[Step]) -> None:
    current = Played().play(steps).ledger.current
    live: Registers = {}
    for at in range(HORIZON):
        live = apply(changes_at(current, at), live)
        expected = {
            register: found.value
            for register, rectangles in current.items()
            if (found := value_at(rectangles, at))
        }
        assert {(one, name): value for one in live for name, value in live[one].items()} == expected
