"""A socket as a peer: in order, without a task, never more waiting than the cap, and let go."""

import asyncio
from dataclasses import dataclass, field

from server.http.identity import LOCAL_OWNER
from server.http.socket_peer import SocketPeer
from server.rooms.peer import OUTBOUND_CAP, Peer
from server.rooms.protocol import sync_answer, sync_request, update_frame

SAVED = b"\x65saved"


@dataclass
class Wire:
    """A way out that is full when it is told to be."""

    is_full: bool = False
    unsent: int = 0
    got: list[bytes] = field(default_factory=list)
    closed: tuple[int, str] | None = None
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    def write(self, *frames: bytes) -> None:
        self.got.extend(frames)

    def end(self, code: int, reason: str) -> None:
        self.closed = (code, reason)
        self.closing.set()


@dataclass
class Host:
    """A room that only notes what it is asked."""

    asked: list[bytes] = field(default_factory=list)

    def vector(self) -> bytes:
        return b"\x01\x05\x07"

    def receive(self, peer: Peer, frame: bytes) -> None:
        assert peer.actor == LOCAL_OWNER
        self.asked.append(frame)


def peer_on(wire: Wire, host: Host | None = None, *, stalled: float = 5.0) -> SocketPeer:
    return SocketPeer(wire, host or Host(), LOCAL_OWNER, None, stalled=stalled)


def test_frames_leave_in_order_before_the_close() -> None:
    wire = Wire()
    peer = peer_on(wire)
    peer.send(b"1", b"2")
    wire.is_full = True
    peer.send(SAVED)
    peer.close(4403, "no right")
    peer.send(b"late")
    peer.close(1012, "second")
    assert (wire.got, wire.closed) == ([b"1", b"2"], None)
    wire.is_full = False
    peer.on_writable()
    assert wire.got == [b"1", b"2", SAVED]
    assert wire.closed == (4403, "no right")


def test_D7_a_peer_that_reads_too_slowly_gets_one_difference_instead() -> None:
    wire, host = Wire(is_full=True), Host()
    peer = peer_on(wire, host)
    frame = update_frame(b"x" * (OUTBOUND_CAP // 2))
    for _ in range(6):
        peer.send(frame)
    peer.send(SAVED)
    assert peer.is_lagging
    assert peer.waiting <= len(frame) + len(SAVED)
    assert host.asked == []
    wire.is_full = False
    peer.on_writable()
    assert wire.got == [frame, SAVED]
    assert host.asked == [sync_request(b"\x01\x05\x07")]
    peer.send(update_frame(b"not yet"))
    peer.send(sync_answer(b"difference"))
    peer.send(update_frame(b"next"))
    assert wire.got[2:] == [sync_answer(b"difference"), update_frame(b"next")]
    assert len(host.asked) == 1
    assert wire.closed is None


def test_D7_a_peer_that_does_not_read_at_all_is_closed_and_its_row_dropped() -> None:
    async def story() -> None:
        wire = Wire(is_full=True, unsent=100_000)
        peer = peer_on(wire, stalled=0.01)
        peer.on_full()
        peer.send(update_frame(b"1"))
        await wire.closing.wait()
        assert wire.closed is not None
        assert wire.closed[0] == 4508
        assert peer.waiting == 0
        peer.send(SAVED)
        assert wire.got == []

    asyncio.run(story())


def test_D7_a_peer_that_reads_slowly_is_not_closed_for_it() -> None:
    async def story() -> None:
        looks = 0

        class Leaving(Wire):
            @property
            def unsent(self) -> int:
                nonlocal looks
                looks += 1
                return max(1_000 - looks, 500)

            @unsent.setter
            def unsent(self, _: int) -> None:
                return

        slow = Leaving(is_full=True)
        peer = peer_on(slow, stalled=0.001)
        peer.on_full()
        await slow.closing.wait()
        assert looks > 500

    asyncio.run(story())


def test_D7_answers_that_outgrow_the_cap_end_the_connection() -> None:
    wire = Wire(is_full=True)
    peer = peer_on(wire)
    answer = b"\x66" + b"r" * (OUTBOUND_CAP // 2)
    for _ in range(4):
        peer.send(answer)
    assert wire.closed is not None
    assert wire.closed[0] == 4508


def test_a_peer_that_went_away_is_watched_no_more() -> None:
    async def story() -> None:
        wire = Wire(is_full=True)
        peer = peer_on(wire, stalled=0.0)
        peer.on_full()
        peer.leave()
        later = asyncio.Event()
        asyncio.get_running_loop().call_later(0.001, later.set)
        await later.wait()
        assert wire.closed is None

    asyncio.run(story())
