"""What a command prints: whole, plain, and nothing that a terminal would obey."""

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from server.cli import main
from server.cli.connection import Failed, _refused, printable
from server.cli.history import MOST
from server.cli.sentences import commit_sentences, log_line, operation_sentence
from server.readmodels.timeline import MOST as MOST_AT_ONCE
from tests.acceptance.serving import ROOT


def test_every_command_explains_itself() -> None:
    help_ = CliRunner().invoke(main, ["--help"])
    assert help_.exit_code == 0
    for name in main.list_commands(None):  # type: ignore[arg-type]  # it looks at no context
        assert name in help_.output
        shown = CliRunner().invoke(main, [name, "--help"])
        assert shown.exit_code == 0, shown.output
        assert "Usage" in shown.output


def test_a_hostile_name_cannot_move_the_cursor() -> None:
    assert printable("a\x1b[2Jb\u202ec\nd") == "a\\x1b[2Jb\\x202ec\nd"


def test_a_commit_is_told_with_its_periods_when_they_are_not_now() -> None:
    commit = {
        "preview": False,
        "position": 7,
        "tx": 3,
        "mode": "schedule",
        "summary": "Planned",
        "operations": [
            {
                "element": "e",
                "attribute": "name",
                "kind": "assert",
                "value": "x" * 100,
                "valid": ["2027-01-01T00:00:00.000000Z", None],
            },
            {
                "element": "e",
                "attribute": "doc",
                "kind": "retract",
                "value": None,
                "valid": [None, "2028-01-01T00:00:00.000000Z"],
            },
        ],
    }
    said = list(commit_sentences(commit, None))
    assert said[0] == "Planned (commit 3)"
    assert said[1].endswith("…, from 2027-01-01T00:00:00.000000Z")
    assert said[2] == "  e doc: none, always to 2028-01-01T00:00:00.000000Z"


def test_a_value_is_shown_as_it_is_typed() -> None:
    operation = {"element": "e", "attribute": "optional", "kind": "assert", "value": False}
    assert operation_sentence({**operation, "valid": [None, None]}, None) == (
        "e optional = false, always"
    )


def test_one_problem_is_said_once() -> None:
    problems = [{"detail": "first"}, {"detail": "second"}]
    assert _refused(422, {"detail": "first", "problems": problems[:1]}).message == "first"
    failed = _refused(422, {"detail": "first (and 1 more)", "problems": problems})
    assert isinstance(failed, Failed)
    assert failed.message == "first (and 1 more)\n  second"


def test_no_more_history_is_asked_for_than_a_server_gives() -> None:
    assert MOST == MOST_AT_ONCE


def test_what_is_no_address_is_a_usage_error() -> None:
    for server in ("ftp://x", "http://[", ""):
        ended = CliRunner().invoke(main, ["models", "--server", server])
        assert ended.exit_code == 2, ended.output
        assert "is no address" in ended.output


def test_an_output_that_takes_nothing_is_said_and_no_bug() -> None:
    program = (
        "import click\nfrom server.cli.connection import put\nclick.command()(lambda: put('x'))()\n"
    )
    with Path(os.devnull).open("rb") as unwritable:
        ended = subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            stdout=unwritable,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert ended.returncode == 1
    assert ended.stderr.startswith("standard output cannot be written: ")
    assert "Traceback" not in ended.stderr


def test_a_line_of_history() -> None:
    commit = {
        "tx": 12,
        "recorded_at": "2026-11-22T10:00:00.000000Z",
        "author": "Ana",
        "summary": "Renamed",
        "why": "plain words",
    }
    line = "    12  2026-11-22 10:00:00  Ana              Renamed  (plain words)"
    assert log_line(commit) == line
