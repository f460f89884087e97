"""Where long work is done, so that rooms go on meanwhile."""

import asyncio
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Final, ParamSpec, TypeVar

_SMALL: Final = 32 * 1024  # bytes of bodies: about a millisecond of work
_P = ParamSpec("_P")
_T = TypeVar("_T")


async def beside(size: int, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
    """Do pure work on `size` bytes in a thread; short work right here."""
    if size <= _SMALL:
        return work(*args, **kwargs)
    return await asyncio.to_thread(_uncollected, partial(work, *args, **kwargs))


def _uncollected(work: Callable[[], _T]) -> _T:
    with _no_collection():
        return work()


@contextmanager
def _no_collection() -> Iterator[None]:
    # Hundreds of thousands of objects are made and none is garbage: looking for some would take
    # twice as long as the work. Whoever finds the collector off leaves it to whoever turned it off.
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
