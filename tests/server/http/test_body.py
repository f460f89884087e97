"""Bodies are read with a limit and JSON strictly."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from server.http.body import read_body, read_json
from server.http.problems import Refusal


async def parts(*given: bytes) -> AsyncIterator[bytes]:
    for part in given:
        yield part


def refused(body: bytes) -> str:
    with pytest.raises(Refusal) as caught:
        read_json(body)
    return f"{caught.value.problem.code}: {caught.value.problem.detail}"


def test_a_body_within_the_limit_is_read() -> None:
    assert asyncio.run(read_body(parts(b"ab", b"c"), limit=3)) == b"abc"


def test_a_body_over_the_limit_is_refused_before_it_is_whole() -> None:
    with pytest.raises(Refusal) as caught:
        asyncio.run(read_body(parts(b"ab", b"cd"), limit=3))
    assert caught.value.problem.status == 413


def test_json_is_read() -> None:
    assert read_json('{"a": [1, "é", null, true]}'.encode()) == {"a": [1, "é", None, True]}
    assert read_json(b"\xef\xbb\xbf{}") == {}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"a": 1, "a": 2}', "'a' twice"),
        (b'{"a": NaN}', "NaN is no JSON number"),
        (b"[Infinity]", "Infinity is no JSON number"),
        (b'{"a": ', "line 1, column 7"),
        (b"\xff{}", "byte 0"),
        (b"", "no JSON"),
        (b"[" * 5000 + b"]" * 5000, "nested"),
        (b"[" * 150 + b"]" * 150, "nested deeper than 100"),
        (b"[" + b"9" * 5000 + b"]", "too many digits"),
    ],
)
def test_what_readers_would_understand_differently_is_refused(body: bytes, said: str) -> None:
    told = refused(body)
    assert told.startswith("body-unreadable")
    assert said in told


@pytest.mark.parametrize("body", [b'{"a": "\\ud800"}', b'{"\\udc00": 1}', b'["x\\u0000"]'])
def test_text_that_cannot_be_stored_is_refused(body: bytes) -> None:
    assert refused(body).startswith("value-refused")
