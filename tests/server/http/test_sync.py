"""A socket's row of frames: in order, bounded, and closed with a reason."""

import asyncio
from dataclasses import dataclass, field

from starlette.websockets import WebSocketDisconnect

from server.http.identity import LOCAL_OWNER
from server.http.sync import SocketPeer
from server.rooms.peer import OUTBOUND_CAP


@dataclass
class Wire:
    """The far end of a connection, which reads as fast as it is let."""

    reads: asyncio.Event = field(default_factory=asyncio.Event)
    is_gone: bool = False
    got: list[bytes] = field(default_factory=list)
    closed: tuple[int, str] | None = None

    async def send_bytes(self, frame: bytes) -> None:
        await self.reads.wait()
        if self.is_gone:
            raise WebSocketDisconnect(1006)
        self.got.append(frame)

    async def close(self, code: int, reason: str) -> None:
        self.closed = (code, reason)


def peer_of(wire: Wire) -> SocketPeer:
    return SocketPeer(wire, LOCAL_OWNER)  # type: ignore[arg-type]  # what a peer uses of a socket


def test_frames_leave_in_order_before_the_close() -> None:
    async def story() -> None:
        wire = Wire()
        wire.reads.set()
        peer = peer_of(wire)
        writing = asyncio.create_task(peer.write())
        for frame in (b"1", b"2", b"3"):
            peer.send(frame)
        peer.close(4403, "no right " + "é" * 200)
        peer.send(b"late")
        peer.close(1012, "second")
        await writing
        assert wire.got == [b"1", b"2", b"3"]
        assert wire.closed is not None
        code, reason = wire.closed
        assert code == 4403
        assert reason.startswith("no right é")
        assert len(reason.encode()) <= 123

    asyncio.run(story())


def test_D7_a_peer_that_does_not_read_is_closed_and_its_row_dropped() -> None:
    async def story() -> None:
        wire = Wire()
        peer = peer_of(wire)
        writing = asyncio.create_task(peer.write())
        peer.send(b"first")
        await asyncio.sleep(0)
        for _ in range(3):
            peer.send(b"x" * (OUTBOUND_CAP // 2))
        wire.reads.set()
        await writing
        assert wire.got == [b"first"]
        assert wire.closed is not None
        assert wire.closed[0] == 4508

    asyncio.run(story())


def test_a_peer_that_went_away_ends_its_writer() -> None:
    async def story() -> None:
        wire = Wire(is_gone=True)
        wire.reads.set()
        peer = peer_of(wire)
        peer.send(b"1")
        await peer.write()
        assert wire.closed is None

    asyncio.run(story())
