"""Typing: every keystroke in one run, and the runs lead from the log's text to the document's."""

from dataclasses import dataclass, field
from typing import Final

from hypothesis import given, strategies as st

from domain.model.operations import OperationKind, assertion
from server.rooms.typing import Keystroke, Run, Step, Typing, Windows, drafts

STREAM: Final = "00000000-0000-4000-8000-000000000001"
WINDOWS: Final = Windows(rest=2.0, longest=30.0)
ANN: Final = "ann"
BOB: Final = "bob"


def typed(*strokes: tuple[float, Keystroke]) -> tuple[Typing, list[Run]]:
    typing, ended = Typing(WINDOWS), list[Run]()
    for at, one in strokes:
        step = typing.take(one, at)
        typing = step.typing
        ended += step.ended
    return typing, ended


def test_a_run_ends_when_typing_rests() -> None:
    typing, _ = typed(
        (0.0, Keystroke("x", ANN, 1, "", "a")), (1.5, Keystroke("x", ANN, 2, "a", "ab"))
    )
    assert typing.due_at == 3.5
    assert typing.rest(3.4) == Step(typing)
    step = typing.rest(3.5)
    assert step.typing.runs == {}
    assert [(run.first_seq, run.last_seq, run.before, run.text) for run in step.ended] == [
        (1, 2, "", "ab"),
    ]


def test_a_run_ends_after_the_longest_time_however_one_types() -> None:
    strokes = [
        (float(at), Keystroke("x", ANN, at + 1, "a" * at, "a" * (at + 1))) for at in range(45)
    ]
    typing, ended = typed(*strokes)
    assert [(run.first_seq, run.last_seq) for run in ended] == [(1, 30)]
    assert typing.due_at == 46.0


def test_another_author_ends_a_run_with_the_text_before_theirs() -> None:
    typing, ended = typed(
        (0.0, Keystroke("x", ANN, 1, "", "a")),
        (0.1, Keystroke("x", BOB, 2, "a", "ab")),
    )
    assert [(run.actor, run.text) for run in ended] == [(ANN, "a")]
    (last,) = typing.end_all().ended
    assert (last.actor, last.before, last.text) == (BOB, "a", "ab")


def test_two_texts_of_one_author_are_two_runs_and_two_commits() -> None:
    typing, ended = typed(
        (0.0, Keystroke("x", ANN, 1, "", "a")),
        (0.1, Keystroke("y", ANN, 2, "", "b")),
    )
    assert ended == []
    both = typing.rest(9.0).ended
    causes = [draft.cause for draft in drafts(both, STREAM, epoch=1)]
    assert causes == [{"updates": [1, 1]}, {"updates": [2, 2]}]


def test_one_gesture_in_two_texts_is_one_commit() -> None:
    typing, _ = typed(
        (0.0, Keystroke("x", ANN, 1, "", "a", "Replace all")),
        (0.0, Keystroke("y", ANN, 1, "", "b", "Replace all")),
    )
    (draft,) = drafts(typing.end_all().ended, STREAM, epoch=1)
    assert draft.cause == {"updates": [1, 1], "label": "Replace all"}
    assert draft.changes == (assertion("x", "doc", "a"), assertion("y", "doc", "b"))


def test_a_text_as_it_was_is_no_commit_and_an_emptied_one_is_retracted() -> None:
    typing, _ = typed(
        (0.0, Keystroke("x", ANN, 1, "a", "ab")),
        (0.1, Keystroke("x", ANN, 2, "ab", "a")),
        (0.2, Keystroke("y", ANN, 3, "gone", "")),
    )
    (draft,) = drafts(typing.end_all().ended, STREAM, epoch=1)
    assert [(change.element, change.kind) for change in draft.changes] == [
        ("y", OperationKind.RETRACT),
    ]


def test_what_the_schedule_put_beneath_a_run_is_what_it_began_with() -> None:
    typing, _ = typed((0.0, Keystroke("x", ANN, 1, "a", "ab")))
    (run,) = typing.rebase("x", "ab").end_all().ended
    assert drafts((run,), STREAM, epoch=1) == ()
    assert typing.rebase("y", "ab") is typing


def test_a_commit_is_named_after_its_updates() -> None:
    typing, _ = typed((0.0, Keystroke("x", ANN, 1, "", "a")))
    ended = typing.end_all().ended
    first, again = (drafts(ended, STREAM, epoch=1)[0].commit_id for _ in range(2))
    assert first == again
    assert drafts(ended, STREAM, epoch=2)[0].commit_id != first


@dataclass
class Story:
    """A document, the log of its texts, and who typed what; the judge of the laws below."""

    typing: Typing = field(default_factory=lambda: Typing(WINDOWS))
    document: dict[str, str] = field(default_factory=dict)
    log: dict[str, str] = field(default_factory=dict)
    strokes: dict[tuple[int, str], str] = field(default_factory=dict)
    at: float = 0.0
    seq: int = 0
    covered: list[tuple[int, str]] = field(default_factory=list)
    spans: list[float] = field(default_factory=list)

    def type(self, actor: str, texts: dict[str, str]) -> None:
        self.seq += 1
        for element, text in texts.items():
            before = self.document.get(element, "")
            if before == text:
                continue
            self.strokes[self.seq, element] = actor
            self.follow(
                self.typing.take(Keystroke(element, actor, self.seq, before, text), self.at)
            )
            self.document[element] = text

    def follow(self, step: Step) -> None:
        self.typing = step.typing
        for run in step.ended:
            assert run.before == self.log.get(run.element, "")
            assert run.text == self.document[run.element]
            self.spans.append(run.typed_at - run.began_at)
            for (seq, element), actor in self.strokes.items():
                if element == run.element and run.first_seq <= seq <= run.last_seq:
                    assert actor == run.actor
                    self.covered.append((seq, element))
        for draft in drafts(step.ended, STREAM, epoch=1):
            for change in draft.changes:
                value = "" if change.value is None else str(change.value)
                assert self.log.get(change.element, "") != value
                self.log[change.element] = value

    def act(self, event: object) -> None:
        match event:
            case (str() as actor, dict() as texts):
                self.type(actor, texts)
            case float() as seconds:
                self.at += seconds
            case set() as elements:
                self.follow(self.typing.end(elements))
                assert elements.isdisjoint(self.typing.runs)
            case _:
                self.follow(self.typing.rest(self.at))
                due = self.typing.due_at
                assert due is None or due > self.at


ELEMENTS: Final = st.sampled_from(["x", "y", "z"])
TYPED: Final = st.tuples(
    st.sampled_from([ANN, BOB]),
    st.dictionaries(ELEMENTS, st.text("ab", max_size=2), min_size=1, max_size=2),
)
WAITED: Final = st.sampled_from([0.0, 0.3, 1.0, 1.9, 2.0, 7.0])
READ: Final = st.sets(ELEMENTS)


@given(st.lists(st.one_of(TYPED, TYPED, WAITED, WAITED, READ, st.none()), max_size=60))
def test_runs_cover_every_keystroke_once_and_end_with_the_document(events: list[object]) -> None:
    told = Story()
    for event in events:
        told.act(event)
    first = told.typing.first_seq
    open_ = set(told.strokes) - set(told.covered)
    assert first == min((seq for seq, _ in open_), default=None)
    told.follow(told.typing.end_all())
    assert sorted(told.covered) == sorted(told.strokes)
    assert {key: text for key, text in told.log.items() if text} == {
        key: text for key, text in told.document.items() if text
    }
    assert all(span < WINDOWS.longest for span in told.spans)
