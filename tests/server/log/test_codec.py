"""The bytes of a commit: canonical, lossless, and refused where they could not be."""

import json
from typing import Any

import pytest
import rfc8785
from hypothesis import given, strategies as st

from domain.model.operations import (
    Commit,
    Mode,
    Operation,
    OperationKind,
    Origin,
    UntilWord,
)
from domain.period import EARLIEST, LATEST, Period
from server.log.codec import chain_hash, decode, encode
from server.log.errors import BadBody

STREAM = "00000000-0000-4000-8000-000000000002"
ELEMENT = "00000000-0000-4000-8000-000000000001"

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
keys = st.text(st.characters(min_codepoint=1, max_codepoint=127), max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=10,
)
instants = st.integers(EARLIEST, LATEST)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    bounds = sorted(draw(st.sets(instants, min_size=2, max_size=2)))
    start, end = (draw(st.sampled_from((bound, None))) for bound in bounds)
    return Period(start, end)


@st.composite
def operations(draw: st.DrawFn) -> Operation:
    kind = draw(st.sampled_from(OperationKind))
    return Operation(
        str(draw(st.uuids())),
        draw(keys),
        kind,
        draw(values) if kind is OperationKind.ASSERT else None,
        draw(periods()),
        draw(st.none() | st.builds(Origin, st.integers(0, 99), st.integers(0, 99))),
        draw(values),
    )


commits = st.builds(
    Commit,
    stream=st.uuids().map(str),
    tx=st.integers(1, 2**53 - 1),
    recorded_at=instants,
    commit_id=st.uuids().map(str),
    actor=texts,
    why=st.none() | texts,
    mode=st.sampled_from(Mode),
    start=st.none() | instants,
    until=st.sampled_from(UntilWord) | instants,
    operations=st.lists(operations(), max_size=4).map(tuple),
    cause=st.none() | st.dictionaries(keys, values, max_size=3),
)


def commit(value: Any = None, **changed: object) -> Commit:  # noqa: ANN401 - also what is no JSON
    valid = Period(7, None)
    fields: dict[str, Any] = {
        "stream": STREAM,
        "tx": 1,
        "recorded_at": 7,
        "commit_id": ELEMENT,
        "actor": "ann",
        "why": None,
        "mode": Mode.EDIT,
        "start": None,
        "until": UntilWord.NEXT,
        "operations": (Operation(ELEMENT, "doc", OperationKind.ASSERT, value, valid),),
    }
    return Commit(**{**fields, **changed})


@given(commits)
def test_a_body_decodes_to_what_was_encoded(given_commit: Commit) -> None:
    assert decode(encode(given_commit)) == given_commit


@given(commits)
def test_a_body_is_rfc_8785(given_commit: Commit) -> None:
    body = encode(given_commit)
    assert body == rfc8785.dumps(json.loads(body))


def test_version_1_is_read_for_ever() -> None:
    body = (
        b'{"actor":"ann","cause":null,"commit_id":"00000000-0000-4000-8000-000000000001","from":null,'
        b'"mode":"edit","operations":[{"attribute":"doc","element":"00000000-0000-4000-8000-000000000001",'
        b'"kind":"assert","valid":["1970-01-01T00:00:00.000007Z",null],"value":"text"}],'
        b'"recorded_at":"1970-01-01T00:00:00.000007Z","stream":"00000000-0000-4000-8000-000000000002",'
        b'"tx":1,"until":"next","v":1,"why":null}'
    )
    assert (decode(body), encode(commit("text"))) == (commit("text"), body)


@pytest.mark.parametrize(
    "value",
    [1.5, {"deep": [1.5]}, {"ключ": 1}, "a\0b", {"a\0b": 1}, "\ud800", 2**53, {1, 2}],
    ids=repr,
)
def test_what_has_no_canonical_bytes_is_refused(value: object) -> None:
    with pytest.raises(BadBody):
        encode(commit(value))


@pytest.mark.parametrize("field", ["why", "actor"])
def test_a_text_with_nul_is_refused_wherever_it_stands(field: str) -> None:
    with pytest.raises(BadBody, match="U\\+0000"):
        encode(commit(**{field: "a\0b"}))


def test_a_written_out_backslash_is_no_nul() -> None:
    assert decode(encode(commit("\\u0000"))) == commit("\\u0000")


def test_the_hash_depends_on_body_and_former_hash() -> None:
    assert len({chain_hash(a, b) for a in (b"1", b"2") for b in (b"3", b"4")}) == 4
