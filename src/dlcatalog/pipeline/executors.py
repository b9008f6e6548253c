"""Where jobs run: in this process, or in others. The same functions, the same bytes."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from types import TracebackType
from typing import Final, Protocol, Self, TypeVar

from dlcatalog.errors import EnvironmentProblem

J = TypeVar("J")
R = TypeVar("R")
PR_SET_PDEATHSIG: Final = 1
# So few jobs are done before another process would have begun.
FEW: Final = 2


class Executor(Protocol):
    """Runs a function over jobs and yields the results in the order of the jobs."""

    def run(self, function: Callable[[J], R], jobs: Iterable[J]) -> Iterator[R]: ...


class SerialExecutor:
    """Everything in this process: no slower than others below some hundred jobs."""

    def run(self, function: Callable[[J], R], jobs: Iterable[J]) -> Iterator[R]:
        return map(function, jobs)


class ProcessExecutor:
    """A pool of processes, begun with the first job. Jobs are taken as results go, so that few wait in memory."""

    def __init__(self, workers: int, *, not_for_workers: tuple[int, ...] = ()) -> None:
        """`not_for_workers` are descriptors that forked workers close: a lock must end with this process."""
        self._workers = workers
        self._not_for_workers = not_for_workers
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=kind is None, cancel_futures=True)
            self._pool = None

    def run(self, function: Callable[[J], R], jobs: Iterable[J]) -> Iterator[R]:
        few = list(islice(jobs := iter(jobs), FEW + 1))
        if len(few) <= FEW:
            return map(function, few)
        return self._run_in_pool(function, chain(few, jobs))

    def _run_in_pool(self, function: Callable[[J], R], jobs: Iterable[J]) -> Iterator[R]:
        pool = self._pool
        if pool is None:
            # Forked workers share what is loaded; where forking is not the custom, they import it again.
            method = "fork" if sys.platform == "linux" else "spawn"
            context = multiprocessing.get_context(method)
            pool = self._pool = ProcessPoolExecutor(
                self._workers,
                mp_context=context,
                initializer=_start_worker,
                initargs=(os.getpid(), self._not_for_workers),
            )
        waiting: deque[Future[R]] = deque()
        try:
            for job in jobs:
                waiting.append(pool.submit(function, job))
                if len(waiting) > 3 * self._workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as fault:
            raise EnvironmentProblem("a worker process was killed, perhaps for want of memory; try --jobs 1") from fault


def _start_worker(parent: int, not_for_workers: tuple[int, ...]) -> None:
    """A worker ends with its parent, however that ends, and leaves ^C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
        for descriptor in not_for_workers:
            os.close(descriptor)


def core_count() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
