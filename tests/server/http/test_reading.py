"""Imports are read in a process of their own, for a limited time."""

import asyncio

import pytest

from server.http.problems import Refusal
from server.http.reader_process import read_import
from server.http.reading import Readers, Text

TABLE = "CREATE TABLE a (b int PRIMARY KEY);"


def test_a_text_is_read() -> None:
    async def story() -> None:
        outcome = await Readers(seconds=60).read(Text(TABLE, "auto", "a.sql"))
        assert outcome.format == "postgres"
        assert outcome.imported.counts["tables"] == 1
        kinds = {registers["kind"] for registers in outcome.imported.registers.values()}
        assert kinds == {"entity", "field"}

    asyncio.run(story())


def test_reading_that_takes_too_long_is_ended_and_told() -> None:
    async def story() -> None:
        with pytest.raises(Refusal, match="longer than 0.001 s"):
            await Readers(seconds=0.001).read(Text(TABLE, "auto", None))

    asyncio.run(story())


def test_the_process_answers_in_values() -> None:
    said = read_import({"text": TABLE, "format": "postgres", "file_name": None})
    assert said["format"] == "postgres"
    refused = read_import({"text": TABLE, "format": "excel", "file_name": None})
    assert "excel" in str(refused["refused"])
