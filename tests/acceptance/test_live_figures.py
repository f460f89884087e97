"""What a running server tells about itself: the figures of a room, and traces where they go."""

import asyncio
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

import psycopg
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from prometheus_client.parser import text_string_to_metric_families

from tests.acceptance.people import MODEL, Gesturer, Person, people
from tests.acceptance.serving import ROOT, Server, serving
from tests.acceptance.test_live_changes import asserts, write
from tests.server.rooms.housing import new_id

STEPS: Final = ("admit", "append", "publish")


class Receiver:
    """The other end of traces: it keeps what comes, or takes it and never answers."""

    def __init__(self, *, answers: bool = True) -> None:
        self.spans: list[Span] = []
        self.asked = threading.Event()
        self.released = threading.Event()
        if answers:
            self.released.set()

    def take(self, body: bytes) -> None:
        said = ExportTraceServiceRequest.FromString(body)
        for resource in said.resource_spans:
            for scope in resource.scope_spans:
                self.spans += scope.spans
        self.asked.set()
        self.released.wait()


@contextmanager
def receiving(receiver: Receiver) -> Iterator[str]:
    """Run a receiver of OTLP over HTTP, and give its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            receiver.take(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        receiver.released.set()
        server.shutdown()
        thread.join()
        server.server_close()


async def figures(server: Server) -> dict[str, float]:
    """Return what is counted of the room, by name without what all have in common."""
    async with server.client() as client:
        told = (await client.get("/metrics")).text
    return {
        sample.name.removeprefix("schemaos_room_"): sample.value
        for family in text_string_to_metric_families(told)
        for sample in family.samples
        if sample.labels.get("model") == MODEL and sample.labels.get("le", "+Inf") == "+Inf"
    }


def test_the_figures_of_a_room_are_right(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with serving(tmp_path, database) as server:
            await server.create(MODEL)
            await write(server, *asserts(new_id(), kind="entity", name="Order"))
            ann, bob, carl = Person(server), Gesturer(server), Person(server)
            async with people(ann, bob, carl):
                for person in (ann, bob, ann, bob, bob):
                    person.create()
                await carl.until(lambda: len(carl.elements) == 7)
                await bob.until(lambda: not bob.pending)
                told = await figures(server)
                assert (told["edits_total"], told["commits_total"]) == (7, 7)
                assert told["peers"] == 3
                assert 1 <= told["flush_seconds_count"] <= 8  # and the first question of each
                assert told["flush_seconds_count"] == told["flush_seconds_bucket"]
                assert 0 < told["flush_seconds_sum"] < 60
                assert told["received_bytes_total"] > 5 * 36
                assert told["sent_bytes_total"] > 2 * told["received_bytes_total"]
                assert (told["queue_items"], told["queue_bytes"], told["lag_seconds"]) == (0, 0, 0)
                assert (told["corrected_total"], told["rejected_total"]) == (0, 0)
                await held_up(database, server, ann, carl)
            async with people(carl):
                assert (await figures(server))["peers"] == 1

    asyncio.run(story())


async def held_up(database: str, server: Server, ann: Person, carl: Person) -> None:
    """Watch the queue while the log is held up, and that it is empty afterwards."""
    async with await psycopg.AsyncConnection.connect(database) as connection:
        await connection.execute("SELECT FROM log_head FOR UPDATE")
        ann.create()
        while not (told := await figures(server))["queue_bytes"]:
            pass
        ann.create()
        while not (told := await figures(server))["queue_items"]:
            pass
        assert told["lag_seconds"] > 0
    await carl.has(*ann.wrote)
    while (told := await figures(server))["queue_bytes"]:
        pass
    assert told["queue_items"] == 0


def test_traces_tell_the_way_of_an_edit(database: str, tmp_path: Path) -> None:
    receiver = Receiver()

    async def story(endpoint: str) -> None:
        async with serving(tmp_path, database, "--traces", endpoint) as server:
            await server.create(MODEL)
            ann = Gesturer(server)
            async with people(ann):
                ann.create()
                await ann.until(lambda: not ann.pending)
                edits.extend(ann.saved)
            await server.kill()
            assert server.returncode == 0

    edits: list[str] = []
    with receiving(receiver) as endpoint:
        asyncio.run(story(endpoint))
    [edit_id] = edits
    [flush] = [each for each in receiver.spans if told(each, "edit_ids") == [edit_id]]
    assert (flush.name, told(flush, "model"), told(flush, "commits")) == ("flush", [MODEL], [1])
    inner = {each.name: each for each in receiver.spans if each.parent_span_id == flush.span_id}
    assert tuple(inner) == STEPS
    ends = [inner[name].end_time_unix_nano for name in STEPS]
    begins = [inner[name].start_time_unix_nano for name in STEPS]
    assert flush.start_time_unix_nano <= begins[0]
    assert all(end <= begin for end, begin in zip(ends, begins[1:], strict=False))
    assert ends[-1] <= flush.end_time_unix_nano


def told(span: Span, name: str) -> list[str | int]:
    """Return what a span says under a name."""
    values = [each.value for each in span.attributes if each.key == f"schemaos.{name}"]
    return [
        value.string_value or value.int_value
        for each in values
        for value in (each.array_value.values or [each])
    ]


def test_traces_that_nobody_takes_do_no_harm(database: str, tmp_path: Path) -> None:
    receiver = Receiver(answers=False)

    async def story(endpoint: str) -> None:
        async with serving(tmp_path, database, "--traces", endpoint) as server:
            await server.create(MODEL)
            ann, bob = Person(server), Person(server)
            async with people(ann, bob):
                ann.create()
                assert await asyncio.to_thread(receiver.asked.wait, 60)
                ann.create()
                await bob.has(*ann.wrote)
            await server.kill()
            assert server.returncode == 0

    with receiving(receiver) as endpoint:
        asyncio.run(story(endpoint))


def test_without_traces_nothing_of_their_libraries_is_there(tmp_path: Path) -> None:
    words = (
        "import asyncio, sys; from pathlib import Path; "
        "from server.bootstrap import services; from server.settings import Settings\n"
        "async def main():\n"
        "    async with services(Settings(data=Path(sys.argv[1]))): pass\n"
        "asyncio.run(main()); "
        "print([name for name in sys.modules if name.partition('.')[0] == 'opentelemetry'])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", words, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout.strip().splitlines()[-1] == "[]"
