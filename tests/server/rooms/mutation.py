"""Updates as somebody would break them who has seen good ones."""

import random
from collections.abc import Sequence
from typing import Final

TELLING: Final = b"\0\1\2\4\7\x08\x0a\x21\x23\x27\x28\x44\x75\x76\x77\x7a\x84\xa1\xa7\xa8\xc4\xf0"
"""Bytes that say what something is."""


def mutated(near: Sequence[bytes], chance: random.Random) -> bytes:
    """Return one of some updates with a few bytes of it, or of another, changed."""
    data = bytearray(chance.choice(near))
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        at = chance.randrange(len(data)) if data else 0
        match chance.randrange(8):
            case 0 | 1 if data:
                data[at] ^= 1 << chance.randrange(8)
            case 2 if data:
                data[at] = (data[at] + chance.choice((1, -1, 2, -2))) % 256
            case 3 if data:
                data[at] = chance.choice(TELLING)
            case 4:
                del data[at : at + chance.randint(1, 4)]
            case 5:
                data[at:at] = chance.randbytes(chance.randint(1, 4))
            case 6:
                del data[at:]
            case _:
                other = chance.choice(near)
                start = chance.randrange(len(other))
                data[at : at + 8] = other[start : start + 8]
    return bytes(data)
