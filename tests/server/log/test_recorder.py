"""The library's own cases for recorders, and an application of its that runs on our log."""

import asyncio
from collections.abc import Iterator
from uuid import UUID

import pytest
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    IntegrityError,
    ProcessRecorder,
    StoredEvent,
    Tracking,
    TrackingRecorder,
)
from eventsourcing.projection import Projection, ProjectionRunner
from eventsourcing.tests import persistence as cases
from eventsourcing.utils import Environment, register_topic

from server.log import chain, reader
from server.log.codec import TOPIC
from server.log.recorder import (
    LogAggregateRecorder,
    LogApplicationRecorder,
    LogDatastore,
    LogProcessRecorder,
    LogTrackingRecorder,
    SchemaOS,
)
from tests.server.log.given import column, is_gap_free, log_on, recorded, rename


class OnLog:
    datastore: LogDatastore

    @pytest.fixture(autouse=True)
    def on_log(self, database: str) -> Iterator[None]:
        self.datastore = LogDatastore(database)
        yield
        self.datastore.close()


class TestApplicationRecorder(OnLog, cases.ApplicationRecorderTestCase[ApplicationRecorder]):
    def create_recorder(self) -> ApplicationRecorder:
        return LogApplicationRecorder(self.datastore)

    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestAggregateRecorder(OnLog, cases.AggregateRecorderTestCase):
    def create_recorder(self) -> AggregateRecorder:
        return LogAggregateRecorder(self.datastore, purpose="snapshots")


class TestTrackingRecorder(OnLog, cases.TrackingRecorderTestCase):
    def create_recorder(self) -> TrackingRecorder:
        return LogTrackingRecorder(self.datastore)


class TestProcessRecorder(OnLog, cases.ProcessRecorderTestCase):
    def create_recorder(self) -> ProcessRecorder:
        return LogProcessRecorder(self.datastore)


class TestPositionsOfTwoWritersDoNotInterleave(OnLog, cases.NonInterleavingNotificationIDsBaseCase):
    def create_recorder(self) -> ApplicationRecorder:
        return LogApplicationRecorder(self.datastore)


class Counting(LogTrackingRecorder):
    """A view that projections may be given: a subclass of the tracking recorder."""


class TestFactory(cases.InfrastructureFactoryTestCase[SchemaOS]):
    @pytest.fixture(autouse=True)
    def on_log(self, database: str) -> None:
        self.env = Environment(
            "Shop",
            {"PERSISTENCE_MODULE": SchemaOS.__module__, "SCHEMAOS_DATABASE_URL": database},
        )

    def expected_factory_class(self) -> type[SchemaOS]:
        return SchemaOS

    def expected_aggregate_recorder_class(self) -> type[AggregateRecorder]:
        return LogAggregateRecorder

    def expected_application_recorder_class(self) -> type[ApplicationRecorder]:
        return LogApplicationRecorder

    def expected_tracking_recorder_class(self) -> type[TrackingRecorder]:
        return LogTrackingRecorder

    def tracking_recorder_subclass(self) -> type[TrackingRecorder]:
        return Counting

    def expected_process_recorder_class(self) -> type[ProcessRecorder]:
        return LogProcessRecorder


class Basket(Aggregate):
    """The aggregate of an application that knows nothing of models."""

    class ItemAdded(Aggregate.Event):
        TOPIC = "shop/item-added.v1"
        item: str

    def __init__(self) -> None:
        self.items: list[str] = []

    @event(ItemAdded)
    def add(self, item: str) -> None:
        self.items.append(item)


register_topic(Basket.ItemAdded.TOPIC, Basket.ItemAdded)


class Shop(Application[UUID]):
    """An eventsourcing application as its documentation shows them."""

    is_snapshotting_enabled = True

    def open_basket(self) -> UUID:
        basket = Basket()
        self.save(basket)
        return basket.id

    def add(self, basket_id: UUID, item: str) -> int:
        basket: Basket = self.repository.get(basket_id)
        basket.add(item)
        return self.save(basket)[-1].notification.id


class Items(LogTrackingRecorder):
    """How many items were added, as a projection counts them."""

    def __init__(self, datastore: LogDatastore, *, name: str = "") -> None:
        super().__init__(datastore, name=name)
        self.count = 0


class CountItems(Projection[Items]):
    name = "items"
    topics = ()

    def process_event(self, domain_event: object, tracking: Tracking) -> None:
        if isinstance(domain_event, Basket.ItemAdded):
            self.view.count += 1
        self.view.insert_tracking(tracking)


def environment(database: str) -> dict[str, str]:
    return {"PERSISTENCE_MODULE": "server.log.recorder", "SCHEMAOS_DATABASE_URL": database}


def test_an_eventsourcing_application_runs_on_the_log(database: str) -> None:
    with Shop(env=environment(database)) as shop:
        basket = shop.open_basket()
        shop.add(basket, "pencil")
        shop.add(basket, "paper")
        shop.take_snapshot(basket)
        shop.add(basket, "ink")
        restored: Basket = shop.repository.get(basket)
        earlier: Basket = shop.repository.get(basket, version=2)
    assert (restored.items, earlier.items) == (["pencil", "paper", "ink"], ["pencil"])
    topics = column(database, "SELECT topic FROM commit_log ORDER BY position")
    assert topics[1:] == [Basket.ItemAdded.TOPIC] * 3


def test_a_projection_of_the_library_follows_the_log(database: str) -> None:
    env = environment(database)
    with ProjectionRunner(
        application_class=Shop,
        projection_class=CountItems,
        view_class=Items,
        env=env,
    ) as runner:
        shop = runner.app
        basket = shop.open_basket()
        last = max(shop.add(basket, item) for item in ("pencil", "paper"))
        runner.wait(last, timeout=10)
        assert runner.projection.view.count == 2


def test_applications_and_models_share_the_positions(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log:
            writer = await log.writer()
            recorder = LogApplicationRecorder(LogDatastore(database))
            [first] = recorded(await writer.append(rename("a")))
            other = UUID("00000000-0000-4000-8000-00000000000a")
            events = [StoredEvent(other, version, "topic", b"\xff\x00") for version in (0, 1)]
            positions = recorder.insert_events(events)
            [second] = recorded(await writer.append(rename("b")))
            notifications = recorder.select_notifications(None, 10)
            ours = recorder.select_notifications(None, 10, topics=[TOPIC])
            recorder.datastore.close()
            assert [first.position, *(positions or ()), second.position] == [1, 2, 3, 4]
            assert is_gap_free([each.id for each in notifications])
            assert [each.id for each in ours] == [1, 4]
            assert await chain.flaws(log.pool) == ()
            assert [each.position for each in await reader.by_position(log.pool, 0)] == [1, 4]

    asyncio.run(scenario())


def test_an_application_cannot_write_into_a_model(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log:
            writer = await log.writer()
            recorder = LogApplicationRecorder(LogDatastore(database))
            with pytest.raises(Exception, match="belongs to a model") as caught:
                recorder.insert_events([StoredEvent(UUID(writer.stream), 1, "topic", b"{}")])
            recorder.datastore.close()
            assert not isinstance(caught.value, IntegrityError)

    asyncio.run(scenario())


@pytest.mark.parametrize("versions", [(2,), (1, 3), (1, 1), (-1,)])
def test_versions_begin_at_0_or_1_and_have_no_gaps(database: str, versions: tuple[int]) -> None:
    recorder = LogApplicationRecorder(LogDatastore(database))
    basket = UUID("00000000-0000-4000-8000-00000000000b")
    with pytest.raises(IntegrityError, match=r"is next"):
        recorder.insert_events([StoredEvent(basket, each, "topic", b"") for each in versions])
    assert recorder.max_notification_id() is None
    recorder.datastore.close()
