"""The truth of a model: what its log in the database says, and who else must say the same."""

from typing import Self

from server.log import chain, reader
from server.log.streams import find_model
from server.postgres.pool import open_pool
from tests.acceptance.people import MODEL, Onlooker, people
from tests.acceptance.serving import Server


class Truth:
    """The log of the model, read on from where it was read last."""

    def __init__(self) -> None:
        self.tx = 0
        self.txs: dict[str, int] = {}
        """The number of each commit, by its id."""
        self.names: dict[str, str] = {}
        """What each element is called."""

    async def read(self, dsn: str) -> Self:
        """Read on: no number is left out, and no commit is there twice."""
        async with await open_pool(dsn, size=1) as pool:
            model = await find_model(pool, MODEL)
            assert model is not None
            while page := await reader.commits(pool, model.stream_id, after_tx=self.tx):
                for logged in page:
                    commit = logged.commit
                    assert commit.tx == self.tx + 1
                    assert commit.commit_id not in self.txs
                    self.tx = self.txs[commit.commit_id] = commit.tx
                    for operation in commit.operations:
                        if operation.attribute == "name":
                            self.names[operation.element] = str(operation.value)
        return self

    async def is_told_by(self, server: Server) -> None:
        """See that read model and document say the same as the log (P1)."""
        graph = await server.graph(MODEL)
        assert {each["id"]: each["name"] for each in graph["elements"]} == self.names
        async with people(newcomer := Onlooker(server)):
            assert newcomer.names() == self.names


async def unbroken(dsn: str) -> None:
    """See that every commit follows from the one before."""
    async with await open_pool(dsn, size=1) as pool:
        assert await chain.flaws(pool) == ()
