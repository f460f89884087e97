"""Bodies: read with a limit, and JSON read strictly.

Refused are what is too large, what is not UTF-8, an object with the same key twice (readers
disagree about which counts), NaN and Infinity, a lone surrogate and U+0000. Fractions pass here
and are refused where the value is looked at, with the register named.
"""

import json
from collections.abc import AsyncIterator
from typing import Final, NoReturn

from domain.model.values import text_problem
from server.http.problems import refusal

DEEPEST: Final = 100


async def read_body(stream: AsyncIterator[bytes], *, limit: int) -> bytes:
    """Return the body, refusing with 413 as soon as it outgrows `limit`."""
    parts: list[bytes] = []
    size = 0
    async for part in stream:
        size += len(part)
        if size > limit:
            raise refusal(
                "body-too-large",
                f"the body is larger than {limit} bytes; send less at once, or raise the limit",
                limit=limit,
            )
        parts.append(part)
    return b"".join(parts)


def read_text(body: bytes) -> str:
    """Return the body as text; a byte order mark is left out."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refusal(
            "body-unreadable",
            f"byte {error.start} of the body is not UTF-8; save the file as UTF-8",
        ) from error


def read_json(body: bytes) -> object:
    """Return the JSON value of a body."""
    text = read_text(body)
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except json.JSONDecodeError as error:
        raise refusal(
            "body-unreadable",
            f"the body is no JSON at line {error.lineno}, column {error.colno}: {error.msg}; "
            "correct it",
        ) from error
    except RecursionError as error:
        raise refusal("body-unreadable", "the body is nested too deeply; flatten it") from error
    except ValueError as error:
        raise refusal(
            "body-unreadable",
            "a number in the body has too many digits; write it as text",
        ) from error
    _check(value, depth=0)
    return value


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    result = dict(pairs)
    if len(result) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]  # add returns None: not seen yet
        raise refusal(
            "body-unreadable",
            f"an object of the body has the key {twice!r} twice; keep one",
        )
    return result


def _constant(name: str) -> NoReturn:
    raise refusal("body-unreadable", f"{name} is no JSON number; write it as text")


def _check(value: object, *, depth: int) -> None:
    if depth > DEEPEST:
        raise refusal("body-unreadable", f"the body is nested deeper than {DEEPEST}; flatten it")
    match value:
        case str():
            _check_text(value)
        case dict():
            for key, item in value.items():
                _check_text(key)
                _check(item, depth=depth + 1)
        case list():
            for item in value:
                _check(item, depth=depth + 1)
        case _:
            return


def _check_text(text: str) -> None:
    problem = text_problem(text)
    if problem is not None:
        shown = ascii(text[:40])
        raise refusal("value-refused", f"the text {shown} {problem}; remove it")
