"""Long work in a terminal: one line a step, a sign of life while it runs, its last words when it fails."""

import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

HEARTBEAT = 10.0
"""Seconds between two signs of life where the output is a file and not a screen."""


class StepError(Exception):
    """A step failed; the message says what to do."""


class _Screen:
    """The one line that is rewritten while a step runs; in a file, a line now and then."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.live = sys.stdout.isatty()
        self.started = self.spoke = time.monotonic()
        print(f"  {title} …", end="" if self.live else "\n", flush=True)

    def tick(self, words: str) -> None:
        now = time.monotonic()
        if self.live:
            print(f"\r\033[K  {self.title} … {now - self.started:.0f} s  {words[:60]}", end="", flush=True)
        elif now - self.spoke >= HEARTBEAT:
            print(f"    {now - self.started:.0f} s  {words[:100]}", flush=True)
            self.spoke = now

    def close(self, mark: str) -> None:
        seconds = time.monotonic() - self.started
        start = "\r\033[K" if self.live else ""
        print(f"{start}{mark} {self.title} ({seconds:.1f} s)", flush=True)


def run(
    title: str, command: Sequence[str | Path], *, env: Mapping[str, str] | None = None, timeout: float = 1800, lines: int = 40
) -> tuple[bool, str]:
    """Runs a command under a title.

    Returns:
        Whether it ended well, and its last `lines`.
    """
    screen = _Screen(title)
    tail: deque[str] = deque(maxlen=lines)
    with subprocess.Popen(
        [str(part) for part in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        errors="replace",
        env=None if env is None else dict(env),
    ) as process:
        reader = threading.Thread(target=_collect, args=(process, tail), daemon=True)
        reader.start()
        deadline = time.monotonic() + timeout
        try:
            while process.poll() is None:
                if time.monotonic() > deadline:
                    process.kill()
                    tail.append(f"stopped after {timeout:.0f} s without an end")
                try:
                    process.wait(0.2)
                except subprocess.TimeoutExpired:
                    screen.tick(tail[-1] if tail else "")
        except KeyboardInterrupt:
            process.terminate()
            screen.close("✗")
            raise
        reader.join(5)
    good = process.returncode == 0
    screen.close("✓" if good else "✗")
    return good, "\n".join(tail)


def _collect(process: "subprocess.Popen[str]", tail: deque[str]) -> None:
    if process.stdout is not None:
        for line in process.stdout:
            if line.strip():
                tail.append(line.strip())


def must(title: str, command: Sequence[str | Path], advice: str, *, env: Mapping[str, str] | None = None, timeout: float = 1800) -> None:
    """Runs a command that the rest depends on.

    Raises:
        StepError: It failed; its last lines, what they mean where that is known, and `advice`.
    """
    good, words = run(title, command, env=env, timeout=timeout)
    if not good:
        last = "\n".join("    " + line for line in words.splitlines()[-12:])
        raise StepError(f"{title} failed:\n{last}\n{explain(words) or advice}")


_NETWORK = (
    "name resolution",
    "getaddrinfo",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ETIMEDOUT",
    "Connection refused",
    "Network is unreachable",
    "NewConnectionError",
    "Read timed out",
    "ConnectTimeout",
    "Could not resolve",
)


def explain(words: str) -> str | None:
    """What a known failure means, or None."""
    if any(sign in words for sign in _NETWORK):
        return (
            "The network, or the package index, could not be reached. Check the connection (and the proxy, if you need one), "
            "then run the same command again: what is done stays done."
        )
    if "CERTIFICATE_VERIFY_FAILED" in words or "SELF_SIGNED_CERT" in words:
        return (
            "The certificate of the package index is not trusted here. "
            "Set PIP_CERT and NODE_EXTRA_CA_CERTS to your organisation's certificate."
        )
    if "DO NOT MATCH THE HASHES" in words or "EINTEGRITY" in words:
        return "A downloaded file is not the one that was pinned. Do not go on; look at what your package index delivers."
    if "No space left" in words or "ENOSPC" in words:
        return "The disk is full. About 1 GB is needed."
    return None
