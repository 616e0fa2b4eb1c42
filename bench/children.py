"""Children: a command run as a whole process, with its time and its peak memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process cost: seconds of wall time, seconds of processor time, peak MiB."""

    wall: float
    cpu: float
    memory: float


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Cost:
    """The cost of one command. Raises `RuntimeError` with what it said, where it fails."""
    began = time.perf_counter()
    process = subprocess.Popen(
        list(command), env={**os.environ, **(environment or {})}, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 3):
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    wall = time.perf_counter() - began
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def saldo(*arguments: str, home: Path) -> Cost:
    """The cost of one `saldo` command in a home."""
    program = Path(sys.executable).with_name("saldo")
    return run([str(program), *arguments], {"SALDO_HOME": str(home)})
