import asyncio
import gc
import threading

import pytest

from server.readmodels.threads import beside

LONG, SHORT = 1_000_000, 10


@pytest.mark.parametrize(("size", "is_here"), [(SHORT, True), (LONG, False)])
def test_only_long_work_leaves_the_loop(size: int, *, is_here: bool) -> None:
    here = threading.get_ident()
    assert (asyncio.run(beside(size, threading.get_ident)) == here) is is_here


def test_the_collector_rests_during_long_work_and_goes_on_after_it() -> None:
    assert asyncio.run(beside(LONG, gc.isenabled)) is False
    assert gc.isenabled()


def test_whoever_turned_the_collector_off_finds_it_off() -> None:
    gc.disable()
    try:
        asyncio.run(beside(LONG, gc.isenabled))
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_long_work_raises_reaches_the_caller() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        asyncio.run(beside(LONG, int, "seven"))
    assert gc.isenabled()
