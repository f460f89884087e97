"""WebSocket frames (RFC 6455, 5.2), as far as rooms need them: whole binary messages in one frame.

    fin, opcode | mask?, length | more of the length (2 or 8 bytes) | mask (4 bytes) | payload

Whatever else may come is left to a parser that knows it all.
"""

from functools import lru_cache
from typing import Final, NamedTuple

try:
    from websockets.speedups import apply_mask
except ImportError:  # pragma: no cover - where it was installed without a compiler
    from websockets.utils import apply_mask

_BINARY: Final = 0x82  # a whole message in one frame
_MASKED: Final = 0x80
_SHORT: Final = 126  # lengths from here on take 2 bytes more,
_LONG: Final = 127  # or 8
_MASK: Final = 4


class Piece(NamedTuple):
    """A frame that ends at a place; `message` is None when somebody else must read it."""

    end: int
    message: bytes | None


def cut(data: bytes | bytearray, at: int, *, largest: int) -> Piece | None:
    """Return the frame that a client's bytes hold at a place, None while it is not all there.

    One that no client may send reaches to the end: who reads it will say what is wrong.
    """
    size = len(data)
    if size < at + 2:
        return None
    length = data[at + 1] - _MASKED
    body = at + 2 + _MASK
    if length >= _SHORT:
        body += 2 if length == _SHORT else 8
        if size < body:
            return None
        length = int.from_bytes(data[at + 2 : body - _MASK], "big")
    if not 0 <= length <= largest:
        return Piece(size, None)
    end = body + length
    if size < end:
        return None
    if data[at] != _BINARY:
        return Piece(end, None)
    return Piece(end, apply_mask(data[body:end], data[body - _MASK : body]))


@lru_cache(maxsize=2)
def framed(message: bytes) -> bytes:
    """Return a message as it goes over the wire; the same bytes for all who are sent the same."""
    size = len(message)
    if size < _SHORT:
        return bytes((_BINARY, size)) + message
    if size < 1 << 16:
        return bytes((_BINARY, _SHORT)) + size.to_bytes(2, "big") + message
    return bytes((_BINARY, _LONG)) + size.to_bytes(8, "big") + message
