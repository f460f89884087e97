"""The headless edit between wire and room: what is wanted, and why it was not done."""

from typing import Final

from domain.errors import BadValue
from domain.ids import canonical_id, chosen_id
from domain.model.operations import Change, Mode, OperationKind, Until, UntilWord
from domain.model.structure import Problem
from domain.model.values import Json, normalise, text_problem
from domain.period import parse_instant
from domain.time.intent import Intent
from server.http import shapes
from server.http.endpoint import Call
from server.http.problems import Refusal, refusal
from server.http.wire import lower
from server.rooms.headless import Conflicts, HeadlessEdit, Planned, Refused, Reused

LONGEST_WHY: Final = 2000
_MANY: Final = 20


async def edit_of(call: Call, wanted: shapes.Edit) -> HeadlessEdit:
    """Return the edit that a body asks for; refuse what contradicts itself."""
    _check(wanted)
    identity = call.id if wanted.commit_id is None else wanted.commit_id
    return HeadlessEdit(
        commit_id=chosen_id(identity, subject="commit_id"),
        actor=call.actor.id,
        why=_why(wanted.why),
        intent=await _intent(call, wanted),
        changes=tuple(_change(operation) for operation in wanted.operations),
        expected_tx=wanted.expected_tx,
        rescinds=wanted.commit,
        preview=wanted.preview,
    )


def refusal_of(answer: Planned | Reused | Conflicts | Refused) -> Refusal:
    """Return why an edit was not recorded, as what to raise."""
    match answer:
        case Planned():
            return refusal("edit-refused", "a preview records nothing; send it without preview")
        case Reused(commit_id):
            fact = "was used for another edit; send a new id with a new edit"
            return refusal("commit-reused", f"commit id {commit_id} {fact}")
        case Conflicts(items):
            conflicts: list[Json] = [
                lower(shapes.Conflict(item.element, item.attribute, item.tx)) for item in items
            ]
            fact = f"{len(items)} of the registers changed meanwhile"
            remedy = "look at what they hold now and send the edit again"
            return refusal("conflict", f"{fact}; {remedy}", conflicts=conflicts)
        case Refused(problems):
            return _refused(problems)


def _refused(problems: tuple[Problem, ...]) -> Refusal:
    first = problems[0]
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    listed: list[Json] = [
        lower(shapes.Issue(each.code, each.element, each.attribute, each.message))
        for each in problems[:_MANY]
    ]
    return refusal(
        "edit-refused",
        f"{first.message}{more}",
        element=first.element,
        attribute=first.attribute,
        problems=listed,
    )


def _check(wanted: shapes.Edit) -> None:
    if wanted.mode == "rescind":
        if wanted.commit is None:
            raise refusal("intent-refused", "a rescind names no commit; give its tx as `commit`")
        if wanted.operations or wanted.from_ is not None or wanted.until != UntilWord.NEXT:
            fact = "a rescind takes operations and periods from the commit that it takes back"
            raise refusal("intent-refused", f"{fact}; leave out operations, from and until")
        return
    if wanted.commit is not None:
        raise refusal("intent-refused", "only a rescind names a `commit`; use mode rescind")
    if not wanted.operations:
        raise refusal("intent-refused", "the edit has no operations; give at least one")


def _change(operation: shapes.WantedOperation) -> Change:
    element = canonical_id(operation.element, subject="element")
    subject = f"{operation.attribute} of {element}"
    problem = text_problem(operation.attribute)
    if problem is not None or not operation.attribute:
        raise refusal(
            "value-refused",
            f"an attribute of {element} {problem or 'has no name'}; correct it",
            element=element,
        )
    if operation.kind is OperationKind.RETRACT:
        if operation.value is not None:
            raise refusal(
                "value-refused",
                f"{subject} is retracted and given a value; leave the value out",
                element=element,
                attribute=operation.attribute,
            )
        return Change(element, operation.attribute, operation.kind, None)
    try:
        value = normalise(operation.value, subject=subject)
    except BadValue as error:
        raise refusal(
            "value-refused",
            str(error),
            element=element,
            attribute=operation.attribute,
        ) from error
    return Change(element, operation.attribute, operation.kind, value)


async def _intent(call: Call, wanted: shapes.Edit) -> Intent:
    start = None
    if wanted.from_ is not None and wanted.from_ != "now":
        start = parse_instant(wanted.from_, subject="from")
    return Intent(Mode(wanted.mode), start, await _until(call, wanted.until))


async def _until(call: Call, text: str) -> Until:
    if text in {UntilWord.NEXT, UntilWord.OPEN}:
        return UntilWord(text)
    if text == "now":
        return await call.services.committer.now()
    return parse_instant(text, subject="until")


def _why(why: str | None) -> str | None:
    if why is None or not why.strip():
        return None
    problem = text_problem(why)
    if problem is None and len(why) > LONGEST_WHY:
        problem = f"is {len(why)} characters long, more than {LONGEST_WHY}"
    if problem is not None:
        raise refusal("value-refused", f"the why {problem}; correct it", attribute="why")
    return why.strip()
