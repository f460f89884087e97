"""Work that takes longer than a request should: started, watched, kept a while when done.

Tasks live in this process. What one does is a commit like any other, so a task that a restart
ends has done its whole work or none; only the news of it is lost.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

import structlog

from domain.ids import IdSource
from server.ending import end
from server.http import shapes
from server.http.endpoint import Answer, Call
from server.http.problems import Problem, problem_of, refusal
from server.http.wire import lower

KEPT: Final = 100
_LOG: Final = structlog.get_logger()


@dataclass(slots=True)
class Progress:
    """How far a piece of work is; the work itself writes it."""

    says: str
    done: int = 0
    total: int | None = None


Work: TypeAlias = Callable[[Progress], Awaitable[object]]


@dataclass(slots=True)
class Task:
    """One piece of work and what became of it."""

    id: str
    kind: str
    progress: Progress
    state: Literal["running", "done", "failed"] = "running"
    result: object = None
    problem: Problem | None = None

    def shape(self) -> shapes.Task:
        """Return it as the wire shows it."""
        return shapes.Task(
            id=self.id,
            kind=self.kind,
            state=self.state,
            says=self.progress.says,
            done=self.progress.done,
            total=self.progress.total,
            result=lower(self.result),
            problem=None if self.problem is None else self.problem.body(),
        )


@dataclass(slots=True)
class Tasks:
    """The tasks of this process, the oldest done ones forgotten first."""

    ids: IdSource
    _tasks: dict[str, Task] = field(default_factory=dict)
    _running: set[asyncio.Task[None]] = field(default_factory=set)

    def start(self, kind: str, says: str, work: Work) -> Task:
        """Start `work` and return at once."""
        task = Task(self.ids.next_id(), kind, Progress(says))
        self._tasks[task.id] = task
        self._forget()
        running = asyncio.create_task(_run(task, work))
        self._running.add(running)
        running.add_done_callback(self._running.discard)
        return task

    def find(self, identity: str) -> Task | None:
        """Return the task, or None when it was never here or is forgotten."""
        return self._tasks.get(identity)

    async def stop(self) -> None:
        """End what still runs."""
        await end(*self._running)

    def _forget(self) -> None:
        done = [task.id for task in self._tasks.values() if task.state != "running"]
        for identity in done[: max(0, len(self._tasks) - KEPT)]:
            del self._tasks[identity]


async def show(call: Call) -> Answer:
    """Answer `GET /api/tasks/{task}`."""
    task = call.services.tasks.find(call.path["task"])
    if task is None:
        raise refusal(
            "task-unknown",
            f"task {call.path['task']!r} is not known here; a restart forgets tasks, "
            "so look at the model's history",
        )
    return Answer(task.shape())


async def _run(task: Task, work: Work) -> None:
    try:
        task.result = await work(task.progress)
    except Exception as error:  # noqa: BLE001 - the top loop of a task: whatever it is, it is told
        task.problem = problem_of(error)
        if task.problem is None:
            _LOG.exception("task broke", task=task.id, kind=task.kind)
            task.problem = Problem("bug", f"task {task.id} broke; the server's log says where")
        task.state = "failed"
    else:
        task.state = "done"
