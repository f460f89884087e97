"""Landing: from the verdict on a stream to what becomes of each of its batches. Pure."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from domain.model.operations import LoggedCommit
from server.log.flight import Verdict, Waiting, prepared_of
from server.log.outcome import Appended, Duplicate, Fenced, Invalid, Outcome

MOST_ATTEMPTS: Final = 8


class Landing(NamedTuple):
    """What becomes of the batches of one stream."""

    settled: tuple[tuple[Waiting, Outcome], ...]
    again: tuple[Waiting, ...] = ()
    """To be prepared anew: refused only because of their company."""
    doubtful: tuple[Waiting, ...] = ()
    """To be looked up before anything else: an earlier call may have recorded them."""


def land(group: Sequence[Waiting], verdict: Verdict) -> Landing:
    """Return what the verdict on a stream means for each of the batches that flew for it."""
    match verdict.outcome:
        case "appended":
            return Landing(_appended(group, verdict.first_position))
        case "fenced":
            fenced = Fenced(verdict.owner or "", verdict.url or "")
            return Landing(tuple((waiting, fenced) for waiting in group))
        case "conflict":
            return _conflict(group, verdict)
        case "duplicate":
            return _duplicate(group, verdict)
        case _:
            invalid = Invalid(verdict.detail or "", verdict.commit_id)
            return _refused(group, verdict, invalid)


def _appended(group: Sequence[Waiting], position: int) -> tuple[tuple[Waiting, Outcome], ...]:
    settled: list[tuple[Waiting, Outcome]] = []
    for waiting in group:
        commits = tuple(
            [
                LoggedCommit(link.commit, position + place, link.hash)
                for place, link in enumerate(prepared_of(waiting).links)
            ],
        )
        position += len(commits)
        settled.append((waiting, Appended(commits)))
    return tuple(settled)


def _conflict(group: Sequence[Waiting], verdict: Verdict) -> Landing:
    for waiting in group:
        waiting.attempts += 1
    detail = verdict.detail or ""
    spent = tuple((w, Invalid(detail)) for w in group if w.attempts > MOST_ATTEMPTS)
    return Landing(spent, doubtful=tuple(w for w in group if w.attempts <= MOST_ATTEMPTS))


def _duplicate(group: Sequence[Waiting], verdict: Verdict) -> Landing:
    if any(waiting.flown and not waiting.doubted for waiting in group):
        for waiting in group:
            waiting.doubted = True
        return Landing((), doubtful=tuple(group))
    commit_id = verdict.commit_id or ""
    return _refused(group, verdict, Duplicate(commit_id, verdict.tx, verdict.stream or ""))


def _refused(group: Sequence[Waiting], verdict: Verdict, outcome: Outcome) -> Landing:
    """Give the outcome to the culprit alone; when nobody knows who it is, let each fly alone."""
    culprits = group if len(group) == 1 else [w for w in group if verdict.commit_id in _ids(w)]
    if culprits:
        rest = tuple(waiting for waiting in group if waiting not in culprits)
        return Landing(tuple((culprit, outcome) for culprit in culprits), again=rest)
    for waiting in group:
        waiting.alone = True
    return Landing((), again=tuple(group))


def _ids(waiting: Waiting) -> set[str]:
    batch = waiting.batch
    return {draft.commit_id for draft in batch.drafts} | {each.edit_id for each in batch.answers}
