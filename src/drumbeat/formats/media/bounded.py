"""Programs that read anybody's file, each run in a process of its own, bounded in time and memory:
one that a file crashes, hangs or swells takes nothing with it."""

import subprocess
import sys
from pathlib import Path

from .problems import Unsafe

_HERE = Path(__file__).parent
_PYTHON = [sys.executable, "-I"]
_LIMITED = [*_PYTHON, str(_HERE / "limited.py")]
LONGEST_SECONDS = 30


def ran(program: str, *told: object, seconds: float = LONGEST_SECONDS) -> bytes:
    """What a program of this folder writes. Raises Unsafe("corrupt") where it comes to no end."""
    try:
        done = subprocess.run(
            [*_LIMITED, *_PYTHON, str(_HERE / program), *map(str, told)],
            stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=True,
        )  # fmt: skip
    except subprocess.SubprocessError as broken:
        raise Unsafe("corrupt") from broken
    return done.stdout
