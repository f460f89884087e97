"""The smallest difference between two texts, in the bytes that pycrdt counts."""

from hypothesis import given, strategies as st

from server.rooms.splice import splice

TEXTS = st.text(alphabet="ab é😀\n", max_size=12)


@given(TEXTS, TEXTS)
def test_a_splice_turns_the_old_text_into_the_new(old: str, new: str) -> None:
    change = splice(old, new)
    data = old.encode()
    after = data[: change.at] + change.inserted.encode() + data[change.at + change.removed :]
    assert after.decode() == new


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_what_both_texts_share_at_their_ends_is_kept(
    start: str, end: str, old: str, new: str
) -> None:
    change = splice(start + old + end, start + new + end)
    assert change.removed <= len(old.encode())
    assert len(change.inserted) <= len(new)
