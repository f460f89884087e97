"""What clients send comes as uvicorn's own protocol would give it, however the network cuts it."""

import asyncio
from collections.abc import Sequence
from typing import Final

from hypothesis import given, settings, strategies as st
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.config import Config
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.frames import Close, Frame, Opcode

from server.http.websocket import Socket

LARGEST: Final = 70_000
REQUEST: Final = (
    b"GET /api/sync/shop HTTP/1.1\r\nHost: localhost\r\n"
    b"Upgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


class Wire(asyncio.Transport):
    """The network: keeps what is written, and whether more is to come."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[bytes] = []
        self.turns: list[str] = []
        self._closing = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written.append(bytes(data))

    def close(self) -> None:
        self._closing = True

    def is_closing(self) -> bool:
        return self._closing

    def pause_reading(self) -> None:
        self.turns.append("paused")

    def resume_reading(self) -> None:
        self.turns.append("resumed")


def frame(opcode: Opcode, data: bytes, *, fin: bool = True) -> bytes:
    return Frame(opcode, data, fin).serialize(mask=True)


def fragments(parts: Sequence[bytes]) -> bytes:
    opcodes = [Opcode.BINARY, *[Opcode.CONT] * (len(parts) - 1)]
    last = len(parts) - 1
    return b"".join(
        frame(opcode, part, fin=place == last)
        for place, (opcode, part) in enumerate(zip(opcodes, parts, strict=True))
    )


some_bytes = st.binary(max_size=300)
frames = st.one_of(
    st.builds(lambda data: frame(Opcode.BINARY, data), some_bytes),
    st.builds(lambda size: frame(Opcode.BINARY, b"x" * size), st.integers(65_530, LARGEST + 2)),
    st.builds(lambda text: frame(Opcode.TEXT, text.encode()), st.text(max_size=20)),
    st.builds(lambda data: frame(Opcode.PING, data), st.binary(max_size=9)),
    st.builds(lambda data: frame(Opcode.PONG, data), st.binary(max_size=9)),
    st.builds(fragments, st.lists(some_bytes, min_size=1, max_size=3)),
    st.just(frame(Opcode.BINARY, b"begun", fin=False)),
    st.just(frame(Opcode.CLOSE, Close(1000, "bye").serialize())),
    st.builds(lambda data: Frame(Opcode.BINARY, data).serialize(mask=False), some_bytes),
    st.builds(lambda head: bytes((head, 0x81, 1, 2, 3, 4, 5)), st.integers(0, 255)),
)


def connected(
    app: ASGIApp,
    wire: Wire,
    server: ServerState,
    protocol: type[WebSocketsSansIOProtocol] = Socket,
) -> WebSocketsSansIOProtocol:
    config = Config(app, ws_max_size=LARGEST, ws_per_message_deflate=False, log_config=None)
    config.load()
    socket = protocol(config, server, {})
    socket.connection_made(wire)
    socket.data_received(REQUEST)
    return socket


async def conversation(
    protocol: type[WebSocketsSansIOProtocol],
    chunks: Sequence[bytes],
) -> tuple[list[Message], bytes]:
    """Return what an application is given of what a client sends, and what the client is sent."""
    came: list[Message] = []
    accepted, ended = asyncio.Event(), asyncio.Event()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        accepted.set()
        while not came or came[-1]["type"] != "websocket.disconnect":
            if protocol is Socket:
                came.extend(dict(each) for each in await Socket.of(scope).messages())
            else:
                came.append(await receive())
        ended.set()

    wire, server = Wire(), ServerState()
    socket = connected(app, wire, server, protocol)
    await accepted.wait()
    greeting = len(wire.written)
    for chunk in chunks:
        if not wire.is_closing():
            socket.data_received(chunk)
    socket.connection_lost(None)
    await ended.wait()
    await asyncio.gather(*server.tasks)
    end = next(at for at, each in enumerate(came) if each["type"] == "websocket.disconnect")
    return came[: end + 1], b"".join(wire.written[greeting:])


def cut_up(data: bytes, sizes: Sequence[int]) -> list[bytes]:
    chunks = []
    for size in sizes:
        chunks.append(data[:size])
        data = data[size:]
    return [chunk for chunk in (*chunks, data) if chunk]


@settings(deadline=None)
@given(sent=st.lists(frames, max_size=8), sizes=st.lists(st.integers(1, 400), max_size=30))
def test_messages_come_as_uvicorn_gives_them(sent: list[bytes], sizes: list[int]) -> None:
    ours = asyncio.run(conversation(Socket, cut_up(b"".join(sent), sizes)))
    # Frame by frame, for uvicorn drops the messages that come together with a wrong frame.
    assert ours == asyncio.run(conversation(WebSocketsSansIOProtocol, sent))


def test_D7_a_connection_is_read_no_further_while_much_of_it_waits() -> None:
    async def story() -> None:
        wire, server = Wire(), ServerState()
        accepted, go_on = asyncio.Event(), asyncio.Event()
        came: list[object] = []

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            await receive()
            await send({"type": "websocket.accept"})
            accepted.set()
            await go_on.wait()
            came.extend(await Socket.of(scope).messages())

        socket = connected(app, wire, server)
        await accepted.wait()
        socket.data_received(frame(Opcode.BINARY, b"x" * 40_000))
        assert wire.turns == []
        socket.data_received(frame(Opcode.BINARY, b"x" * 40_000))
        assert wire.turns == ["paused"]
        go_on.set()
        await asyncio.gather(*server.tasks)
        assert len(came) == 2
        assert wire.turns == ["paused", "resumed"]
        socket.connection_lost(None)

    asyncio.run(story())


def test_many_messages_are_taken_some_at_a_time_in_their_order() -> None:
    async def story() -> None:
        wire, server = Wire(), ServerState()
        accepted, go_on = asyncio.Event(), asyncio.Event()
        came: list[list[object]] = []

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            await receive()
            await send({"type": "websocket.accept"})
            accepted.set()
            await go_on.wait()
            while sum(map(len, came)) < len(sent):
                came.append([each.get("bytes") for each in await Socket.of(scope).messages()])

        sent = [b"%d" % place for place in range(100)]
        socket = connected(app, wire, server)
        await accepted.wait()
        socket.data_received(b"".join(frame(Opcode.BINARY, each) for each in sent))
        go_on.set()
        await asyncio.gather(*server.tasks)
        assert [each for some in came for each in some] == sent
        assert [len(some) for some in came] == [64, 36]
        socket.connection_lost(None)

    asyncio.run(story())


def test_what_comes_before_the_handshake_is_answered_is_not_lost() -> None:
    async def story() -> None:
        server = ServerState()
        came: list[object] = []

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            await receive()
            await send({"type": "websocket.accept"})
            while len(came) < 2:
                came.extend(each.get("bytes") for each in await Socket.of(scope).messages())

        socket = connected(app, Wire(), server)
        early = frame(Opcode.BINARY, b"early") + frame(Opcode.BINARY, b"late")
        socket.data_received(early[:8])
        await asyncio.sleep(0)
        socket.data_received(early[8:])
        await asyncio.gather(*server.tasks)
        assert came == [b"early", b"late"]
        socket.connection_lost(None)

    asyncio.run(story())
