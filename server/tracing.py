"""Traces of an edit's way, for OpenTelemetry; off unless a place to send them to is set.

    flush { admit, append, publish }      one for each run of updates that a room works on

Off, a span is one value that does nothing. The libraries are an extra of this package, and are
imported only when traces are on: `pip install schemaos[traces]`.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from threading import Thread
from types import TracebackType
from typing import TYPE_CHECKING, Final, Protocol, Self, TypeAlias
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Span as OtelSpan

Attribute: TypeAlias = str | int | Sequence[str]

_SERVICE: Final = "schemaos"
_PATH: Final = "/v1/traces"
_PATIENCE: Final = 2.0  # seconds that stopping waits for the other end


class TracesMissing(Exception):
    """Traces are asked for, and the libraries are not installed."""

    def __init__(self) -> None:
        super().__init__(
            "traces need OpenTelemetry, which is not installed; "
            "install it with pip install 'schemaos[traces]', or leave --traces out",
        )


class Span(Protocol):
    """A piece of work that is being timed; one that is not `is_on` need not be told anything."""

    @property
    def is_on(self) -> bool:
        """Somebody looks at it."""
        ...

    def note(self, **attributes: Attribute) -> None:
        """Say more about it."""
        ...


class Tracing(Protocol):
    """Where spans go."""

    def span(self, name: str, **attributes: Attribute) -> AbstractContextManager[Span]:
        """Time what is done inside, as a part of the span around it."""
        ...

    def stop(self) -> None:
        """Send what was not sent yet; what the other end does not take soon is dropped."""
        ...


class _Nothing:
    """A span that nobody looks at."""

    __slots__ = ()
    is_on: Final = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        return

    def note(self, **attributes: Attribute) -> None:
        """Do nothing."""


_NOTHING: Final = _Nothing()


class NoTracing:
    """Traces are off."""

    __slots__ = ()

    def span(self, name: str, **attributes: Attribute) -> _Nothing:  # noqa: ARG002 - as Tracing has it
        """Return a span that does nothing."""
        return _NOTHING

    def stop(self) -> None:
        """Do nothing."""


OFF: Final = NoTracing()


class _Noted:
    """A span of OpenTelemetry."""

    __slots__ = ("_span",)
    is_on: Final = True

    def __init__(self, span: "OtelSpan") -> None:
        self._span = span

    def note(self, **attributes: Attribute) -> None:
        """Set attributes, `schemaos.` before each name."""
        self._span.set_attributes(_named(attributes))


class OpenTelemetry:
    """Traces go to a provider of OpenTelemetry."""

    def __init__(self, provider: "TracerProvider") -> None:
        self._provider = provider
        self._tracer = provider.get_tracer(_SERVICE)

    @contextmanager
    def span(self, name: str, **attributes: Attribute) -> Iterator[_Noted]:
        """Time what is done inside."""
        with self._tracer.start_as_current_span(name, attributes=_named(attributes)) as span:
            yield _Noted(span)

    def stop(self) -> None:
        """Send what was not sent yet; what the other end does not take soon is dropped."""
        sending = Thread(target=self._provider.shutdown, name="last traces", daemon=True)
        sending.start()
        sending.join(_PATIENCE)


def tracing_to(endpoint: str | None) -> Tracing:
    """Return traces that go to an OTLP endpoint over HTTP, or none; raise TracesMissing."""
    if endpoint is None:
        return OFF
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415 - an extra
            OTLPSpanExporter,
        )
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415 - an extra
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415 - an extra
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise TracesMissing from error
    resource = Resource.create({"service.name": _SERVICE})
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(address(endpoint))))
    return OpenTelemetry(provider)


def address(endpoint: str) -> str:
    """Return where traces are sent: the usual path, unless the endpoint names one."""
    return endpoint if urlsplit(endpoint).path not in {"", "/"} else endpoint.rstrip("/") + _PATH


def _named(attributes: dict[str, Attribute]) -> dict[str, Attribute]:
    return {f"{_SERVICE}.{name}": value for name, value in attributes.items()}
