"""A slower computer: processes get one part of their time in so many, with all their threads.

The browser's own switch (`Emulation.setCPUThrottlingRate`) slows the page's thread alone, and is refused for workers, where Python runs.
"""

import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

RUN = 0.002  # seconds at a time


@contextmanager
def slowed(processes: Sequence[int], times: float) -> Iterator[None]:
    """Stops these processes most of the time, and continues them at the end."""
    over = threading.Event()
    thread = threading.Thread(target=_alternate, args=(processes, times, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _alternate(processes: Sequence[int], times: float, over: threading.Event) -> None:
    """Clocks are late, so what was given too much of one is made up for by the other."""
    ran = stopped = 0.0
    while not over.is_set():
        ran += _during(RUN)
        _send(processes, signal.SIGSTOP)
        stopped += _during((times - 1) * ran - stopped)
        _send(processes, signal.SIGCONT)


def _during(seconds: float) -> float:
    """Waits; how long it was in fact."""
    began = time.perf_counter()
    time.sleep(max(0.0, seconds))
    return time.perf_counter() - began


def _send(processes: Sequence[int], what: signal.Signals) -> None:
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, what)
