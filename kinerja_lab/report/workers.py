"""Work in processes of its own that live long: one that is killed is replaced, and only its task is done again."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

Task = TypeVar("Task")
Answer = TypeVar("Answer")

_TRIES = 2
_PATIENCE = 5.0  # seconds for a process to end by itself
_LOST = (EOFError, OSError)  # what a pipe tells when the process at its other end is gone


def spread(
    work: Callable[[Task], Answer], tasks: Iterable[Task], workers: int, finish: Callable[[], None]
) -> Iterator[tuple[Task, Answer | None]]:
    """Give each task with its answer as it comes; the answer is ``None`` if two processes died of the task.

    Parameters
    ----------
    work
        Answers a task; like task and answer it must be able to go to another process, which starts from nothing.
    tasks
        Independent of each other; they are begun in this order.
    workers
        How many processes, at most one a task.
    finish
        Called in every process before it ends.
    """
    waiting = deque((task, 1) for task in tasks)
    idle = [_Worker[Task, Answer](work, finish) for _ in range(min(workers, len(waiting)))]
    team, busy = tuple(idle), dict[Any, tuple[_Worker[Task, Answer], Task, int]]()
    try:
        while waiting or busy:
            while waiting and idle:
                worker, (task, turn) = idle.pop(), waiting.popleft()
                busy[worker.begin(task)] = worker, task, turn
            for pipe in wait(list(busy)):
                worker, task, turn = busy.pop(pipe)
                answer = worker.answer()
                idle.append(worker)
                if answer is None and turn < _TRIES:
                    waiting.append((task, turn + 1))
                else:
                    yield task, answer
    finally:
        for worker in team:
            worker.stop()


class _Worker(Generic[Task, Answer]):
    """A process that answers one task after another; it is started when it has something to do."""

    def __init__(self, work: Callable[[Task], Answer], finish: Callable[[], None]) -> None:
        self._served = (work, finish)
        self._process: Any = None
        self._pipe: Any = None

    def begin(self, task: Task) -> Any:
        """Hand over a task; give what becomes readable when there is an answer, or when the process is gone."""
        if self._process is None:
            self._start()
        with suppress(*_LOST):  # it died just now, and the answer will say so
            self._pipe.send(task)
        return self._pipe

    def answer(self) -> Answer | None:
        """Answer to the task; ``None`` if the process is gone."""
        try:
            answer: Answer = self._pipe.recv()
        except _LOST:
            self.stop()
            return None
        return answer

    def stop(self) -> None:
        """Let the process end, by itself if it is idle."""
        if self._process is None:
            return
        self._pipe.close()
        self._process.join(_PATIENCE)
        self._process.kill()
        self._process.join()
        self._process = None

    def _start(self) -> None:
        spawn = get_context("spawn")  # the one way that every system has
        self._pipe, other_end = spawn.Pipe()
        self._process = spawn.Process(target=_serve, args=(*self._served, other_end))
        self._process.start()
        other_end.close()


def _serve(work: Callable[[Task], Answer], finish: Callable[[], None], pipe: Connection) -> None:
    """Answer tasks until nobody asks any more; who interrupts the whole, interrupts the one who asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(*_LOST):
        while True:
            pipe.send(work(pipe.recv()))
    finish()
