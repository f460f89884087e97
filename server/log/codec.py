"""Commits as canonical bytes: JSON with sorted keys, equal to RFC 8785 byte for byte.

That holds because a body has ASCII keys, whole numbers under 2^53 and no floats. The bytes are the
record; they are never written anew, so `decode` reads every version that was ever written.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final, TypeAlias

import orjson

from domain.model.operations import Commit, Mode, Operation, OperationKind, Origin, Until, UntilWord
from domain.model.values import Json, text_problem
from domain.period import EPOCH, Instant, Period, format_instant
from server.log.errors import BadBody

TOPIC: Final = "schemaos/commit.v1"
GENESIS: Final = sha256(b"").digest()
"""The `prev_hash` of the first commit of every stream."""

_OPTIONS: Final = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER
_MICROSECOND: Final = timedelta(microseconds=1)
_PLAIN: Final = frozenset({str, int, bool, type(None)})
_KINDS: Final = {kind.value: kind for kind in OperationKind}
_MODES: Final = {mode.value: mode for mode in Mode}
_WORDS: Final = {word.value: word for word in UntilWord}

_Node: TypeAlias = dict[str, Any]


def encode(commit: Commit) -> bytes:
    """Return the canonical bytes of a commit; raise BadBody when a value has none."""
    recorded_at = format_instant(commit.recorded_at)
    body = {
        "v": 1,
        "stream": commit.stream,
        "tx": commit.tx,
        "recorded_at": recorded_at,
        "commit_id": commit.commit_id,
        "actor": commit.actor,
        "why": commit.why,
        "mode": commit.mode.value,
        "from": None if commit.start is None else format_instant(commit.start),
        "until": _until(commit.until),
        "cause": commit.cause,
        "operations": [
            _operation(operation, commit.recorded_at, recorded_at)
            for operation in commit.operations
        ],
    }
    if commit.cause is not None:
        _refuse_unstorable(commit.cause, "cause")
    try:
        encoded = orjson.dumps(body, option=_OPTIONS)
    except TypeError as error:  # half of a surrogate pair, or a type that JSON has not
        raise _bad_body(commit, str(error)) from error
    if b"\\u0000" in encoded:
        _refuse_nul(commit, body)
    return encoded


def decode(body: bytes) -> Commit:
    """Return the commit that was encoded as `body`."""
    node: _Node = orjson.loads(body)
    text = node["recorded_at"]
    recorded_at = _instant(text)
    live = Period(recorded_at, None)
    until = node["until"]
    start = node["from"]
    return Commit(
        node["stream"],
        node["tx"],
        recorded_at,
        node["commit_id"],
        node["actor"],
        node["why"],
        _MODES[node["mode"]],
        None if start is None else _instant(start),
        _WORDS[until] if until in _WORDS else _instant(until),
        tuple([_read(each, text, live) for each in node["operations"]]),
        node["cause"],
    )


def chain_hash(prev_hash: bytes, body: bytes) -> bytes:
    """Return the hash that links `body` to what came before it in its stream."""
    return sha256(prev_hash + body).digest()


def _operation(operation: Operation, recorded_at: Instant, text: str) -> _Node:
    start, end = operation.valid.start, operation.valid.end
    node: _Node = {
        "element": operation.element,
        "attribute": operation.attribute,
        "kind": operation.kind.value,
        "valid": [
            text if start == recorded_at else None if start is None else format_instant(start),
            None if end is None else format_instant(end),
        ],
    }
    if operation.kind is OperationKind.ASSERT:
        value = node["value"] = operation.value
        if type(value) not in _PLAIN:
            _refuse_unstorable(value, operation.attribute)
    if operation.origin is not None:
        node["origin"] = [operation.origin.tx, operation.origin.ord]
    if operation.base is not None:
        node["base"] = operation.base
        _refuse_unstorable(operation.base, operation.attribute)
    return node


def _until(until: Until) -> str:
    return until.value if isinstance(until, UntilWord) else format_instant(until)


def _read(node: _Node, recorded_at: str, live: Period) -> Operation:
    start, end = node["valid"]
    origin = node.get("origin")
    return Operation(
        node["element"],
        node["attribute"],
        _KINDS[node["kind"]],
        node.get("value"),
        live
        if end is None and start == recorded_at
        else Period(
            None if start is None else _instant(start),
            None if end is None else _instant(end),
        ),
        None if origin is None else Origin(*origin),
        node.get("base"),
    )


def _instant(text: str) -> Instant:
    # Twice as fast as parse_instant, which also reads what people write.
    return (datetime.fromisoformat(text) - EPOCH) // _MICROSECOND


def _refuse_unstorable(value: Json, subject: str) -> None:
    """Raise BadBody for what orjson would write, but not as RFC 8785 does."""
    if type(value) in _PLAIN:
        return
    if isinstance(value, float):
        raise BadBody(subject, f"holds the float {value!r}", "write decimals as text")
    if isinstance(value, Mapping):
        for key, item in value.items():
            if not key.isascii():
                raise BadBody(subject, f"has the key {key!r}", "use keys of ASCII text only")
            _refuse_unstorable(item, subject)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for item in value:
            _refuse_unstorable(item, subject)


def _refuse_nul(commit: Commit, value: object) -> None:
    """Raise BadBody for U+0000, which no jsonb column could ever hold.

    Called when the bytes have the look of it; a written-out backslash has that, too.
    """
    if isinstance(value, str):
        problem = text_problem(value)
        if problem is not None:
            raise _bad_body(commit, problem)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            _refuse_nul(commit, key)
            _refuse_nul(commit, item)
    elif isinstance(value, Sequence):
        for item in value:
            _refuse_nul(commit, item)


def _bad_body(commit: Commit, fact: str) -> BadBody:
    return BadBody(f"commit {commit.commit_id}", f"has no bytes: {fact}", "take that out of it")
