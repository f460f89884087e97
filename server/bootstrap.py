"""The server put together and taken apart: settings in, a running process out.

    port claimed -> Postgres -> migrations -> pool -> committer, projector, rooms -> port open
    port closed  -> rooms flushed and told -> projector, committer, leases -> pool -> Postgres

The port is claimed first, so that a taken one is known at once, and listened on last, so that
whoever connects can be served. What stops the start is one sentence.
"""

import asyncio
import errno
import gc
import logging
import os
import secrets
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from typing import TYPE_CHECKING, Final

import structlog
import uvloop

from domain.ids import StreamId
from domain.period import Instant
from server.clock import SystemClock
from server.http.app import create_app
from server.http.bundle import Bundle
from server.http.demo import make_demo
from server.http.identity import Identities, signing_key
from server.http.imports import Reviews
from server.http.listening import CannotListen, Listener, address_of, claim
from server.http.metrics import Metrics
from server.http.owners import owners
from server.http.reading import Readers
from server.http.services import Latest, Services
from server.http.tasks import Tasks
from server.ids import Uuid7Source
from server.log.addresses import Addresses
from server.log.committer import Committer
from server.log.errors import LogError
from server.log.follower import Follower
from server.log.lease import release_all_of_dead_owner
from server.log.preparation import Rectangles
from server.log.reader import last_position
from server.postgres.errors import PostgresError
from server.postgres.migrate import migrate
from server.postgres.pool import Pool, is_unreachable, open_pool
from server.readmodels.errors import ReadModelError
from server.readmodels.overviews import Overviews
from server.readmodels.projector import Projector
from server.readmodels.rectangles import pending
from server.readmodels.timeline import Sentences
from server.rooms.document import Document
from server.rooms.registry import Rooms
from server.rooms.schedule import Schedule
from server.settings import LogFormat, Settings
from server.tracing import TracesMissing, tracing_to

if TYPE_CHECKING:
    from structlog.typing import Processor

_LOG: Final = structlog.get_logger("server")
_FAILURES: Final = (CannotListen, PostgresError, LogError, ReadModelError, TracesMissing)
_PATIENCE: Final = 1
"""Seconds that open requests, and then the log, get at least when the server stops."""
_BETWEEN_COLLECTIONS: Final = 50_000
"""New containers, less those gone, before the collector looks for cycles among the young."""


def run(settings: Settings) -> str | None:
    """Run the server until a signal ends it; return why it could not start, None when it did."""
    set_up_logs(settings)
    try:
        with closing(claim(settings)) as listener:
            uvloop.run(_serve(settings, listener))
    except _FAILURES as error:
        return str(error)
    except OSError as error:
        return _sentence(settings, error)
    except Exception as error:  # psycopg has its own rooms: they tell whether this is its silence
        if not is_unreachable(error):
            raise
        return (
            f"the database cannot be reached: {str(error).strip()}; "
            "look at SCHEMAOS_DATABASE_URL, and whether Postgres runs there"
        )
    return None


def set_up_logs(settings: Settings) -> None:
    """Write our own log to stderr, a line for each event; that of libraries only when it is bad."""
    form: Processor = (
        structlog.processors.JSONRenderer()
        if settings.log_format is LogFormat.JSON
        else structlog.dev.ConsoleRenderer(
            colors=False,
            pad_event_to=0,
            exception_formatter=structlog.dev.plain_traceback,  # the other shows locals
        )
    )
    before: list[Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
    ]
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    structlog.configure(
        processors=[*before, form],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    renderers = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, form]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(processors=renderers, foreign_pre_chain=before),
    )
    logging.basicConfig(level=logging.ERROR, handlers=[handler])


@asynccontextmanager
async def services(settings: Settings, *, url: str = "") -> AsyncIterator[Services]:
    """Start everything behind the port, and stop it in the opposite order."""
    async with AsyncExitStack() as stack:
        dsn = settings.database_url or await _embedded(settings, stack)
        applied = await migrate(dsn)
        if applied:
            _LOG.info("database migrated", applied=", ".join(applied))
        pool = await open_pool(dsn, size=settings.database_connections)
        stack.push_async_callback(pool.close)
        if not settings.database_url:  # the folder is locked by us: whoever had a lease is dead
            await release_all_of_dead_owner(pool)
        yield await _assemble(settings, pool, stack, url=settings.url or url)
        _LOG.info("stopping")


async def _assemble(
    settings: Settings,
    pool: Pool,
    stack: AsyncExitStack,
    *,
    url: str,
) -> Services:
    clock, ids = SystemClock(), Uuid7Source()
    latest, addresses = Latest(await last_position(pool)), Addresses(pool)
    projector = Projector(pool)
    owner = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"

    async def pending_as_of_head(pool: Pool, stream: StreamId, after: Instant) -> Rectangles:
        await projector.wait_for(await last_position(pool))
        return await pending(pool, stream, after)

    committer = Committer(pool, clock, owner=owner, url=url, pending=pending_as_of_head)
    committer.on_founded.append(addresses.note)
    committer.on_appended.append(latest.note)
    committer.on_appended.append(projector.hear)
    await committer.start()
    stack.push_async_callback(committer.stop, patience=_PATIENCE)
    await projector.start()
    stack.push_async_callback(projector.stop)
    tracing = tracing_to(settings.traces)
    stack.push_async_callback(asyncio.to_thread, tracing.stop)
    rooms = Rooms(
        committer,
        pool,
        projector,
        clock,
        document_limit=settings.document_limit,
        frame_limit=settings.frame_limit,
        patience=settings.stop_seconds,
        tracing=tracing,
    )
    stack.push_async_callback(rooms.close_all)
    schedule = Schedule(rooms, committer, pool)
    if settings.database_url:  # otherwise the database is ours alone
        await _follow(settings.database_url, stack, latest, projector, schedule)
    await schedule.start()
    stack.push_async_callback(schedule.stop)
    tasks = Tasks(ids)
    stack.push_async_callback(tasks.stop)
    return Services(
        settings=settings,
        clock=clock,
        ids=ids,
        pool=pool,
        addresses=addresses,
        committer=committer,
        projector=projector,
        rooms=rooms,
        owners=await stack.enter_async_context(owners(clock, url=url)),
        identities=Identities(signing_key(settings.data, settings.secret), ids),
        bundle=Bundle(),
        metrics=Metrics(),
        tasks=tasks,
        reviews=Reviews(),
        readers=Readers(seconds=settings.import_seconds),
        latest=latest,
        sentences=Sentences(),
        overviews=Overviews(),
    )


async def _follow(
    dsn: str,
    stack: AsyncExitStack,
    latest: Latest,
    projector: Projector,
    schedule: Schedule,
) -> None:
    """Hear at once of what other processes append."""

    def hear(position: int) -> None:
        if latest.hear(position):
            projector.wake()
            schedule.wake()

    follower = Follower(dsn, hear)
    await follower.start()
    stack.push_async_callback(follower.stop)


async def _serve(settings: Settings, listener: socket.socket) -> None:
    address = address_of(listener)
    stop = asyncio.Event()
    for wanted in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(wanted, _stop, stop)
    async with services(settings, url=address) as running:
        if settings.demo:
            await make_demo(running)
        _load_the_rest()
        _spare_collections()
        if not stop.is_set():
            await _listen(running, listener, address, stop)


def _load_the_rest() -> None:
    """Make a document: with the first one pycrdt loads what it needs for tasks, 30 ms and more.

    Done here it is nobody's join that waits for it.
    """
    Document(1, model="")


def _spare_collections() -> None:
    """Let the collector leave alone what lives as long as the process, and look less often.

    Values here are frozen trees, freed by counting; only tasks, exceptions and futures make cycles.
    At the usual 700 an import of 40,000 operations is walked through hundreds of times for nothing,
    and what was imported with modules at every full collection, while all rooms wait.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_BETWEEN_COLLECTIONS, 20, 50)


def _stop(stop: asyncio.Event) -> None:
    if stop.is_set():  # asked twice: what was acknowledged is on disk, so nothing is lost
        os._exit(1)
    stop.set()


async def _listen(
    running: Services,
    listener: socket.socket,
    address: str,
    stop: asyncio.Event,
) -> None:
    server = Listener(
        create_app(running),
        running.settings,
        on_open=lambda: print(f"SchemaOS is at {address}", flush=True),  # noqa: T201 - the address, for people and scripts
    )
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    server.stop_accepting()
    now = running.clock.monotonic
    stopped_at = now()
    # Durable first, told second: whoever waits gets the answer before the connection ends.
    await running.rooms.close_all()
    left = running.settings.stop_seconds - int(now() - stopped_at)
    server.stop(within=max(_PATIENCE, left))
    await serving
    stopping.cancel()


async def _embedded(settings: Settings, stack: AsyncExitStack) -> str:
    # Imported here, for with a database of one's own it costs nothing.
    from server.postgres.embedded import EmbeddedPostgres  # noqa: PLC0415 - see above

    postgres = EmbeddedPostgres(settings.data)
    dsn = await asyncio.to_thread(postgres.start)
    stack.push_async_callback(asyncio.to_thread, postgres.stop)
    return dsn


def _sentence(settings: Settings, error: OSError) -> str:
    where = error.filename or settings.data
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return f"{where} cannot be written; choose another folder with --data"
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"{where} has no space left; make some, or choose another folder with --data"
    return f"{where}: {error.strerror or error}; choose another folder with --data"
