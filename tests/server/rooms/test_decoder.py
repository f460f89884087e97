"""An update is read to its last byte, agrees with pycrdt and Yjs, and lies to nobody."""

import struct
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings, strategies as st
from pycrdt import Array, Doc, Map, Text

from server.rooms.decoder import BadUpdate, Run, Span, Structs, decode
from server.rooms.protocol import read_state
from server.rooms.varint import varbytes, varint
from tests.server.rooms.yjs import Yjs, yjs

ME, OTHER = 2**32 + 7, 900
NO_DELETIONS = b"\0"
KEYED, LEFT, RIGHT = 0x20, 0x80, 0x40
STRING, TYPE, ANY = 4, 7, 8
NULL = b"\x7e"


def text(words: str) -> bytes:
    return varbytes(words.encode())


def run(*structs: bytes, client: int = ME, clock: int = 0) -> bytes:
    return varint(len(structs)) + varint(client) + varint(clock) + b"".join(structs)


def update(*runs: bytes, deletions: bytes = NO_DELETIONS) -> bytes:
    return varint(len(runs)) + b"".join(runs) + deletions


def in_root(content: bytes, *, kind: int = ANY, root: str = "elements", key: str = "k") -> bytes:
    return bytes([kind | KEYED]) + b"\1" + text(root) + text(key) + content


def after(client: int, clock: int, content: bytes = b"\1" + NULL, *, info: int = ANY) -> bytes:
    return bytes([info | LEFT]) + varint(client) + varint(clock) + content


def ends(*updates: bytes) -> dict[int, int]:
    result: dict[int, int] = {}
    for each in updates:
        for client, _, end in decode(each).runs:
            result[client] = max(end, result.get(client, 0))
    return result


@pytest.fixture(scope="module", name="real")
def _real() -> Iterator[Yjs]:
    with yjs() as process:
        yield process


@pytest.mark.parametrize(
    ("kind", "content", "length"),
    [
        (1, varint(300), 300),
        (2, b"\2" + text("1") + text("undefined"), 2),
        (3, varbytes(b"\xff\0"), 1),
        (5, text('{"a":1}'), 1),
        (6, text("bold") + text("true"), 1),
        (7, b"\1", 1),
        (7, b"\3" + text("div"), 1),
        (8, b"\3\x7f\x7e\x78", 3),
        (8, b"\2\x7d\x41\x7d\xc1\x82\x03", 2),
        (8, b"\2\x7c" + struct.pack(">f", 0.5) + b"\x7b" + bytes(8), 2),
        (8, b"\1\x77" + text("z" * 200), 1),
        (8, b"\1\x76\2" + text("a") + b"\x75\2\x79\x74\2\0\0" + text("b") + b"\x76\0", 1),
        (9, text("guid") + b"\x76\1" + text("autoLoad") + b"\x78", 1),
    ],
)
def test_every_content_is_as_long_as_it_is(kind: int, content: bytes, length: int) -> None:
    found = decode(update(run(in_root(content, kind=kind), in_root(b"\1" + NULL), clock=5)))
    assert found.runs == (Run(ME, 5, 5 + length + 1),)
    assert found.structs == 2
    assert found.roots == {"elements"}


def test_characters_are_counted_as_javascript_does_and_second_halves_are_told() -> None:
    words = "aß漢😀b😀"
    found = decode(update(run(after(OTHER, 3, text(words), info=STRING), clock=10)))
    assert found.runs == (Run(ME, 10, 18),)
    assert found.halves == ((ME, 14), (ME, 17))


def test_what_must_be_known_is_the_first_clock_and_all_that_is_referred_to() -> None:
    structs = [
        after(OTHER, 8),
        bytes([STRING | LEFT | RIGHT]) + b"\7\4" + varint(OTHER) + b"\2" + text("x"),
        bytes([ANY | KEYED]) + b"\0" + varint(ME) + b"\3" + text("k") + b"\1" + NULL,
    ]
    found = decode(update(run(*structs, clock=40), deletions=b"\1\x09\2\1\2\7\1"))
    assert found.runs == (Run(ME, 40, 43),)
    assert dict(found.needs) == {OTHER: 9, 7: 5}
    assert found.deletions == (Span(9, 1, 3), Span(9, 7, 8))
    assert found.links == (
        (ME, 40, 41, ANY | LEFT, (OTHER, 8), None, None),
        (ME, 41, 42, STRING | LEFT | RIGHT, (7, 4), (OTHER, 2), None),
        (ME, 42, 43, ANY | KEYED, None, None, (ME, 3)),
    )


def test_what_an_update_brings_itself_need_not_be_known() -> None:
    mine = run(after(OTHER, 5), clock=1)
    assert decode(update(mine, run(b"\0\6", client=OTHER))).needs == ()
    assert decode(update(mine, run(b"\0\6", client=OTHER))).is_crossing
    assert decode(update(mine, run(b"\0\5", client=OTHER))).needs == ((OTHER, 6),)
    beyond = decode(update(mine, run(b"\0\2", client=OTHER, clock=6)))
    assert (beyond.needs, beyond.is_crossing) == ((), False)


def test_a_skip_divides_a_run_and_so_means_a_gap() -> None:
    found = decode(update(run(b"\0\2", b"\x0a\5", b"\0\1", b"\x0a\1", clock=3)))
    assert found.runs == (Run(ME, 3, 5), Run(ME, 10, 11))
    assert found.end(ME) == 11


@pytest.mark.parametrize(
    ("struct_", "word"),
    [
        (in_root(b"\1" + NULL, root="other"), "`other`"),
        (in_root(b"\1" + NULL, root="other" * 99), "write `elements` only"),
        (bytes([ANY]) + b"\1" + text("elements") + b"\1" + NULL, "a list"),
        (bytes([ANY]) + b"\1" + text("meta") + b"\1" + NULL, "a list"),
        (in_root(b"\1" + text("1"), kind=2), "gave up"),
        (in_root(text("{}"), kind=5), "embedded"),
        (in_root(text("bold") + text("true"), kind=6), "formatting"),
        (in_root(text("guid") + NULL, kind=9), "document inside"),
        (in_root(b"\6", kind=TYPE), "XML"),
        (in_root(text("words"), kind=STRING), "characters under a key"),
        (in_root(b"\2" + NULL + NULL), "more than one value"),
    ],
)
def test_D3_what_may_never_enter_has_a_problem(struct_: bytes, word: str) -> None:
    problem = decode(update(run(struct_))).problem
    assert problem is not None
    assert word in problem


@pytest.mark.parametrize("kind", [0, 1, 2])
def test_shared_types_in_the_wrong_place_may_enter_as_they_are_corrected(kind: int) -> None:
    found = decode(update(run(in_root(varint(kind), kind=TYPE))))
    assert found.problem is None
    assert (found.lists, found.maps, found.texts)[kind] == ((ME, 0),)


def test_structs_of_meta_are_told_with_their_place() -> None:
    found = decode(update(run(in_root(b"\1" + NULL), in_root(b"\1" + NULL, root="meta"))))
    assert found.problem is None
    assert found.meta == (Span(ME, 1, 2),)


GOOD = update(
    run(
        in_root(b"\1\x77" + text("Größe"), kind=ANY),
        after(OTHER, 300, text("It is. 😀"), info=STRING),
        bytes([TYPE | KEYED]) + b"\0" + varint(ME) + b"\0" + text("doc") + b"\2",
        clock=9,
    ),
    run(b"\0\x90\1", client=OTHER, clock=200),
    deletions=b"\1\7\1\3\2",
)


def test_what_is_cut_off_or_goes_on_is_no_update() -> None:
    decode(GOOD)
    for length in range(len(GOOD)):
        with pytest.raises(BadUpdate):
            decode(GOOD[:length])
    for more in (b"\0", b"\1\7", GOOD):
        with pytest.raises(BadUpdate, match="ends at byte"):
            decode(GOOD + more)


@pytest.mark.parametrize(
    "bad",
    [
        update(run()),
        update(run(b"\0\1"), run(b"\0\1", clock=1)),
        update(run(b"\0\0")),
        update(run(b"\x0a\0")),
        update(run(b"\x80\1")),
        update(run(b"\x0b\1")),
        update(run(b"\0" + varint(2**31))),
        update(run(b"\0\1", clock=2**53 - 1)),
        update(run(after(ME, 0))),
        update(run(after(ME, 7), clock=7)),
        update(run(bytes([STRING | LEFT | RIGHT]) + b"\7\4\7\4" + text("x"))),
        update(run(bytes([ANY | KEYED | RIGHT]) + b"\7\4\1" + NULL)),
        update(run(bytes([ANY]) + b"\2" + text("elements") + b"\1" + NULL)),
        update(run(in_root(b"\0"))),
        update(run(after(OTHER, 0, text(""), info=STRING))),
        update(run(after(OTHER, 0, b"\2\xc3\x28", info=STRING))),
        update(run(after(OTHER, 0, b"\3\xed\xa0\xbd", info=STRING))),
        update(run(in_root(b"\1\x73"))),
        update(run(in_root(b"\1\x7a" + bytes(8)))),
        update(run(in_root(b"\1\x7d" + b"\xff" * 9))),
        update(run(in_root(b"\1\x7d\x80" + varint(2**47)))),
        update(run(in_root(b"\5", kind=TYPE))),
        update(run(in_root(b"\x0f", kind=TYPE))),
        update(deletions=b"\2\7\1\0\1\7\1\0\1"),
        update(deletions=b"\1\7\1\0\0"),
        update(deletions=b"\1\7\2\5\2\6\1"),
        b"",
        b"\xff" * 20,
    ],
)
def test_what_no_yjs_writes_is_no_update(bad: bytes) -> None:
    with pytest.raises(BadUpdate):
        decode(bad)


@pytest.mark.parametrize("nest", [b"\x75\1", b"\x76\1\1a"])
def test_a_value_nested_without_end_is_refused_as_it_would_end_the_process(nest: bytes) -> None:
    decode(update(run(in_root(b"\1" + nest * 100 + NULL))))
    for depth in (101, 1_000_000 // len(nest)):
        with pytest.raises(BadUpdate, match="nested deeper"):
            decode(update(run(in_root(b"\1" + nest * depth + NULL))))


@pytest.mark.parametrize(
    "liar",
    [
        varint(2**53 - 1),
        b"\1" + varint(2**53 - 1) + b"\7\0" + b"\0\1" * 1000,
        update(run(in_root(varint(2**40) + NULL * 1000))),
        update(run(in_root(b"\1\x75" + varint(2**53 - 1) + NULL * 1000))),
        update(run(in_root(b"\1\x76" + varint(2**40) + b"\0\x7e" * 1000))),
        update(run(in_root(b"\1\x77" + varint(2**53 - 1)))),
        update(run(in_root(varint(2**50) + b"\0" * 1000, kind=2))),
        update(deletions=varint(2**53 - 1)),
        update(deletions=b"\1\7" + varint(2**53 - 1) + b"\0\1"),
    ],
)
def test_nothing_is_made_by_a_count_that_is_announced(liar: bytes) -> None:
    start = time.perf_counter()
    with pytest.raises(BadUpdate):
        decode(liar)
    assert time.perf_counter() - start < 1


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)
EDITS = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 9), st.text("aß漢😀\0", max_size=4), VALUES),
    max_size=25,
)


@settings(deadline=None)
@given(EDITS)
def test_runs_and_deletions_agree_with_pycrdt(edits: list[tuple[int, int, str, object]]) -> None:
    doc: Doc[Map[object]] = Doc(client_id=ME)
    elements: Map[object] = doc.get("elements", type=Map)
    sent: list[bytes] = []
    doc.observe(lambda event: sent.append(event.update))
    for what, where, words, value in edits:
        edit(elements, what, where=f"e{where % 3}", words=words, value=value)
    clocks = read_state(doc.get_state())
    assert ends(*sent) == ends(doc.get_update()) == clocks
    for each in sent:
        found = decode(each)
        assert found.problem is None
        assert found.needs == ()
        assert all(span.end <= clocks[span.client] for span in found.deletions)


def edit(elements: Map[object], what: int, *, where: str, words: str, value: object) -> None:
    held = elements.get(where)
    inner = held.get("doc") if isinstance(held, Map) else None
    if not isinstance(held, Map) or not isinstance(inner, Text):
        elements[where] = Map({"kind": "entity", "doc": Text(words)})
    elif what == 0:
        held["x"] = value
    elif what == 1:
        held["list"] = Array([1, words])
    elif what == 2:
        held.pop("x", None)
    elif what == 3:
        del elements[where]
    elif what == 4 and str(inner):
        del inner[0 : len(str(inner)[0].encode())]
    else:
        inner.insert(0, words)


@pytest.mark.parametrize("seed", range(20))
def test_runs_agree_with_yjs(real: Yjs, seed: int) -> None:
    updates = [sent.update for sent in real.history(seed, update())]
    everything = real.answer(0, b"\0")
    assert ends(*updates) == real.read(updates).clocks
    assert ends(everything) == real.read([everything]).clocks
    assert all(decode(each).problem is None for each in updates)


def test_a_megabyte_of_small_structs_is_read_in_no_time() -> None:
    doc: Doc[Map[object]] = Doc(client_id=ME)
    elements: Map[object] = doc.get("elements", type=Map)
    with doc.transaction():
        for number in range(4000):
            elements[f"{number:036}"] = Map(
                {"kind": "field", "name": "n" * 120, "parent": "p" * 36}
            )
    large = doc.get_update()
    start = time.perf_counter()
    found: Structs = decode(large)
    spent = time.perf_counter() - start
    assert len(large) > 1_000_000
    assert found.structs == 16_000
    assert spent < 1.5  # 0.02 s on a machine that does nothing else
