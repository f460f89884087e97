"""Places: no two cards overlap, neighbours stand near, the same cards get the same places."""

from itertools import combinations

from hypothesis import given, strategies as st

from server.importers.placing import GAP, Place, Size, card_size, enum_size, place

cards = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3),
    st.builds(card_size, rows=st.integers(0, 40), rules=st.integers(0, 4)),
    max_size=25,
)
pairs = st.lists(
    st.tuples(st.text("abcdefgh", min_size=1, max_size=3), st.text("abcdefgh", max_size=3))
)


def apart(one: Place, size: Size, other: Place, other_size: Size) -> bool:
    return (
        one.x + size.width + GAP <= other.x
        or other.x + other_size.width + GAP <= one.x
        or one.y + size.height + GAP <= other.y
        or other.y + other_size.height + GAP <= one.y
    )


@given(cards, pairs)
def test_no_two_cards_touch(sizes: dict[str, Size], edges: list[tuple[str, str]]) -> None:
    places = place(sizes, edges)
    assert list(places) == list(sizes)
    for one, other in combinations(sizes, 2):
        assert apart(places[one], sizes[one], places[other], sizes[other])


@given(cards, pairs)
def test_places_begin_at_the_origin_and_on_the_grid(
    sizes: dict[str, Size], edges: list[tuple[str, str]]
) -> None:
    places = place(sizes, edges).values()
    assert min((p.x for p in places), default=0) == min((p.y for p in places), default=0) == 0
    assert all(p.x % 8 == p.y % 8 == 0 for p in places)


def test_a_chain_stands_closer_than_strangers() -> None:
    names = [f"t{number}" for number in range(60)]
    sizes = dict.fromkeys(names, card_size(rows=6))
    edges = list(zip(names[::2], names[1::2], strict=True))
    places = place(sizes, edges)
    near = [abs(places[a].x - places[b].x) + abs(places[a].y - places[b].y) for a, b in edges]
    assert max(near) <= 3 * 304
    assert sum(near) / len(near) <= 1.5 * 304


def test_an_enum_with_many_values_is_higher() -> None:
    assert enum_size(values=30).height > enum_size(values=3).height
