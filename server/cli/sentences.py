"""Answers of the server as sentences for a terminal."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from domain.model.graph import Graph

_WIDEST: Final = 60


def commit_sentences(answer: Mapping[str, Any], graph: Graph | None) -> Iterator[str]:
    """Say what a commit recorded or would record, each register with its period when it has one."""
    if answer.get("preview"):
        yield f"Would record: {answer['summary']}"
    elif answer["position"] is None:
        yield f"Nothing changed: the model already says so (commit {answer['tx']})"
    else:
        yield f"{answer['summary']} (commit {answer['tx']})"
    if answer.get("preview") or answer["mode"] != "edit":
        for operation in answer["operations"]:
            yield "  " + operation_sentence(operation, graph)


def operation_sentence(operation: Mapping[str, Any], graph: Graph | None) -> str:
    """Say one operation with its period."""
    element = operation["element"]
    path = graph.path(element) if graph is not None and element in graph else element
    start, end = operation["valid"]
    period = f"from {start}" if start else "always"
    if end:
        period += f" to {end}"
    if operation["kind"] == "retract":
        return f"{path} {operation['attribute']}: none, {period}"
    return f"{path} {operation['attribute']} = {_short(operation['value'])}, {period}"


def log_line(commit: Mapping[str, Any]) -> str:
    """Say one commit as a line of history."""
    moment = str(commit["recorded_at"])[:19].replace("T", " ")
    why = f"  ({commit['why']})" if commit["why"] else ""
    return f"{commit['tx']:>6}  {moment}  {commit['author']:<16} {commit['summary']}{why}"


def _short(value: object) -> str:
    shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return shown if len(shown) <= _WIDEST else shown[: _WIDEST - 1] + "…"
