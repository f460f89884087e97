"""What a command prints: whole, plain, and nothing that a terminal would obey."""

from click.testing import CliRunner

from server.cli import main
from server.cli.connection import printable
from server.cli.sentences import commit_sentences, log_line


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
