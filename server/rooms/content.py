"""The content of a Yjs struct (v1): how long it is, in bytes and in clocks.

    1 deleted  2 json  3 binary  4 string  5 embed  6 format  7 type  8 any  9 doc

A reader takes the bytes and a place and returns how many clocks the content takes and the place
after it. Bytes that end too early raise IndexError, and text that is not UTF-8 UnicodeDecodeError.
"""

from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import Final, TypeAlias

from server.rooms.varint import read_varint

DEEPEST_VALUE: Final = 100
"""Nested lists and objects in a value; a register may hold fewer, and many thousands take the
process down when pycrdt reads them."""

Reader: TypeAlias = Callable[[bytes, int], tuple[int, int]]


class Kind(IntEnum):
    """What a struct holds."""

    DELETED = 1
    JSON = 2
    BINARY = 3
    STRING = 4
    EMBED = 5
    FORMAT = 6
    TYPE = 7
    ANY = 8
    DOC = 9


class BadContent(ValueError):
    """Content that no Yjs writes; the text says what is wrong with it."""


_MORE: Final = 0x80
_ELEMENT: Final = 3
_TYPES: Final = frozenset({0, 1, 2, _ELEMENT, 4, 6})  # array, map, text, and three of XML
_TEXT: Final = 119
_OBJECT: Final = 118
_NESTING: Final = frozenset({_OBJECT, 117})  # objects and lists
_SIZES: Final[Mapping[int, int]] = {127: 0, 126: 0, 124: 4, 123: 8, 121: 0, 120: 0}
_REST_BITS: Final = 47
"""Bits of a signed number under 2^53 besides the six in its first byte."""


def read_text(data: bytes, at: int) -> tuple[bytes, int]:
    """Return the text that starts at `at`, as UTF-8 bytes, and the place after it."""
    length = data[at]
    at += 1
    if length >= _MORE:
        length, at = read_varint(data, at - 1)
    text = data[at : at + length]
    if not text.isascii():
        text.decode()
    return text, at + length


def _read_deleted(data: bytes, at: int) -> tuple[int, int]:
    return read_varint(data, at)


def _read_json(data: bytes, at: int) -> tuple[int, int]:
    count, at = read_varint(data, at)
    for _ in range(count):
        _, at = read_text(data, at)
    return count, at


def _read_binary(data: bytes, at: int) -> tuple[int, int]:
    length, at = read_varint(data, at)
    return 1, at + length


def _read_string(data: bytes, at: int) -> tuple[int, int]:
    text, at = read_text(data, at)
    if text.isascii():
        return len(text), at
    return len(text.decode().encode("utf-16-le")) // 2, at  # clocks count as JavaScript does


def _read_embed(data: bytes, at: int) -> tuple[int, int]:
    return 1, read_text(data, at)[1]


def _read_format(data: bytes, at: int) -> tuple[int, int]:
    return 1, read_text(data, read_text(data, at)[1])[1]


def _read_type(data: bytes, at: int) -> tuple[int, int]:
    number, at = read_varint(data, at)
    if number not in _TYPES:
        raise BadContent(f"a shared type is of the kind {number}, which is unknown")
    if number == _ELEMENT:
        _, at = read_text(data, at)
    return 1, at


def _read_any(data: bytes, at: int) -> tuple[int, int]:
    count = data[at]
    if count == 1 and data[at + 1] == _TEXT:  # by far the most frequent
        return 1, read_text(data, at + 2)[1]
    count, at = read_varint(data, at)
    return count, _skip_values(data, at, count)


def _read_doc(data: bytes, at: int) -> tuple[int, int]:
    _, at = read_text(data, at)
    return 1, _skip_values(data, at, 1)


def _skip_values(data: bytes, at: int, count: int) -> int:
    """Return the place after as many values; without recursion, as they may be nested."""
    outer: list[tuple[int, bool]] = []
    has_keys = False
    while True:
        while not count:
            if not outer:
                return at
            count, has_keys = outer.pop()
        count -= 1
        if has_keys:
            _, at = read_text(data, at)
        code = data[at]
        at += 1
        if code not in _NESTING:
            at = _skip_value(data, at, code)
            continue
        if len(outer) == DEEPEST_VALUE:
            raise BadContent(f"a value is nested deeper than {DEEPEST_VALUE}")
        outer.append((count, has_keys))
        has_keys = code == _OBJECT
        count, at = read_varint(data, at)


def _skip_value(data: bytes, at: int, code: int) -> int:
    """Return the place after a value that holds no others."""
    match code:
        case 119:
            return read_text(data, at)[1]
        case 125:
            return _skip_integer(data, at)
        case 116:
            length, at = read_varint(data, at)
            return at + length
        case _ if code in _SIZES:
            return at + _SIZES[code]
        case 122:  # pycrdt makes a number of it, and a browser does not
            raise BadContent("a value is a BigInt; write a number under 2^53, or text")
        case _:
            raise BadContent(f"a value has the code {code}, which is unknown")


def _skip_integer(data: bytes, at: int) -> int:
    """Return the place after a signed number; one bit of its first byte is the sign."""
    first = data[at]
    if first < _MORE:
        return at + 1
    number, after = read_varint(data, at + 1)
    if number >> _REST_BITS:
        raise BadContent("a number is larger than 2^53 - 1")
    return after


CONTENTS: Final[Mapping[int, Reader]] = {
    Kind.DELETED: _read_deleted,
    Kind.JSON: _read_json,
    Kind.BINARY: _read_binary,
    Kind.STRING: _read_string,
    Kind.EMBED: _read_embed,
    Kind.FORMAT: _read_format,
    Kind.TYPE: _read_type,
    Kind.ANY: _read_any,
    Kind.DOC: _read_doc,
}
