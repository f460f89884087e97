"""Traces of an edit's way: nothing while they are off, a span for each step when they are on."""

import asyncio
import builtins
import socket
import threading
from collections.abc import Mapping
from typing import Any

import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from server.tracing import OFF, OpenTelemetry, TracesMissing, address, tracing_to
from tests.server.rooms.gesturing import Gesturer
from tests.server.rooms.housing import house_on, new_id, quiet


def attributes(span: ReadableSpan) -> Mapping[str, object]:
    assert span.attributes is not None
    return {key: each for key, each in span.attributes.items() if key.startswith("schemaos.")}


def test_a_flush_is_traced_with_its_steps(database: str) -> None:
    exporter = InMemorySpanExporter()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(exporter))

    async def story() -> tuple[str, str]:
        async with house_on(database, tracing=OpenTelemetry(provider)) as house:
            room = await house.room()
            ann = Gesturer(room)
            ann.connect()
            await quiet(room)
            exporter.clear()
            order = new_id()
            edit_id = ann.do(lambda: ann.create(order, kind="entity", name="Order"))
            await quiet(room)
            return room.ledger.model, edit_id

    model, edit_id = asyncio.run(story())
    spans = exporter.get_finished_spans()
    assert [span.name for span in spans] == ["admit", "append", "publish", "flush"]
    *steps, flush = spans
    assert flush.context is not None
    assert all(step.parent is not None for step in steps)
    assert {step.parent.span_id for step in steps if step.parent} == {flush.context.span_id}
    told = attributes(flush)
    assert told["schemaos.model"] == model
    assert told["schemaos.commits"] == 1
    assert told["schemaos.edit_ids"] == (edit_id,)
    assert int(str(told["schemaos.bytes"])) > 0
    provider.shutdown()


def test_off_a_span_is_one_value_that_does_nothing() -> None:
    with OFF.span("flush", model="m") as outer, OFF.span("admit") as inner:
        assert outer is inner
        assert not outer.is_on
        outer.note(bytes=1)
    OFF.stop()
    assert tracing_to(None) is OFF


def test_an_endpoint_may_leave_the_usual_path_out() -> None:
    assert address("http://here:4318") == "http://here:4318/v1/traces"
    assert address("http://here:4318/") == "http://here:4318/v1/traces"
    assert address("http://here/own/path") == "http://here/own/path"


def test_whoever_takes_no_traces_does_not_hold_up_the_stop() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        tracing = tracing_to(f"http://127.0.0.1:{silent.getsockname()[1]}")
        assert isinstance(tracing, OpenTelemetry)
        with tracing.span("flush"):
            pass
        tracing.stop()
        [sending] = [each for each in threading.enumerate() if each.name == "last traces"]
        assert sending.daemon
        late, _ = silent.accept()
        with late:  # nothing of this test goes on in the next one
            late.recv(65_536)
            late.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            sending.join()


def test_without_the_extra_the_start_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def bare(name: str, *more: Any) -> Any:  # noqa: ANN401 - as the builtin has it
        if name.startswith("opentelemetry"):
            raise ImportError(name)
        return real(name, *more)

    monkeypatch.setattr(builtins, "__import__", bare)
    with pytest.raises(TracesMissing, match=r"schemaos\[traces\]"):
        tracing_to("http://127.0.0.1:9")
