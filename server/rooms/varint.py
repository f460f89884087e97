"""Variable-length integers as lib0 writes them, the alphabet of every Yjs message.

Seven bits a byte, lowest first; the high bit says that more follow.
"""

from typing import Final

LARGEST: Final = 2**53 - 1
"""What a JavaScript client can hold; a larger number is a broken frame."""

_MORE: Final = 0x80
_LONGEST: Final = 49  # bits before the last byte of 2^53 - 1


class BadVarint(ValueError):
    """Bytes that end inside a number, or a number that no client can hold."""


def read_varint(data: bytes, at: int) -> tuple[int, int]:
    """Return the number that starts at `at` and the place after it; raise BadVarint."""
    try:
        number = data[at]
        if number < _MORE:
            return number, at + 1
        byte = data[at + 1]
        if byte < _MORE:
            return number & 0x7F | byte << 7, at + 2
        number = number & 0x7F | (byte & 0x7F) << 7
        at += 2
        shift = 14
        while True:
            byte = data[at]
            at += 1
            if byte < _MORE:
                number |= byte << shift
                break
            number |= (byte & 0x7F) << shift
            shift += 7
            if shift > _LONGEST:
                raise BadVarint("a number is larger than 2^53 - 1")
    except IndexError:
        raise BadVarint("the bytes end inside a number") from None
    if number > LARGEST:
        raise BadVarint("a number is larger than 2^53 - 1")
    return number, at


def read_varbytes(data: bytes, at: int) -> tuple[bytes, int]:
    """Return the bytes whose length stands at `at` and the place after them; raise BadVarint."""
    length, at = read_varint(data, at)
    end = at + length
    if end > len(data):
        raise BadVarint(f"{length} bytes are announced and {len(data) - at} are there")
    return data[at:end], end


def varint(number: int) -> bytes:
    """Encode a number."""
    out = bytearray()
    while number >= _MORE:
        out.append(number & 0x7F | _MORE)
        number >>= 7
    out.append(number)
    return bytes(out)


def varbytes(data: bytes) -> bytes:
    """Encode bytes with their length before them."""
    return varint(len(data)) + data
