"""A picture of what is none: the first page of a PDF, a moment of a film.

Anybody's file is drawn in a process of its own, bounded in time and memory: one that it crashes on,
hangs on or swells in takes nothing with it.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from .kinds import FILMS, PDF
from .problems import Unsafe
from .renditions import thumbnail

LONGEST_SECONDS = 30
_HERE = Path(__file__).parent
_LIMITED = [sys.executable, "-I", str(_HERE / "limited.py")]


def ffmpeg() -> str | None:
    """Where it is; films have no faces on a machine without it."""
    return shutil.which("ffmpeg")


def drawable() -> set[str]:
    """The media types that can be drawn on this machine."""
    return {PDF} | (FILMS if ffmpeg() else set())


def face(path: Path, media_type: str, side: int, at_ms: int = 0) -> bytes:
    """A picture in WebP, its longer side `side` pixels at most. at_ms: the moment of a film.

    Raises Unsafe("corrupt") for what cannot be drawn, or not within its bounds.
    """
    command = _sheet(path, side) if media_type == PDF else _moment(path, side, at_ms)
    try:
        done = subprocess.run(
            [*_LIMITED, *command],
            stdin=subprocess.DEVNULL, capture_output=True, timeout=LONGEST_SECONDS, check=True,
        )  # fmt: skip
    except subprocess.SubprocessError as broken:
        raise Unsafe("corrupt") from broken
    return thumbnail(done.stdout, side)


def _sheet(path, side):
    return [sys.executable, "-I", str(_HERE / "sheet.py"), str(path), str(side)]


def _moment(path, side, at_ms):
    return [
        ffmpeg() or "ffmpeg", "-nostdin", "-v", "error", "-threads", "1",
        "-protocol_whitelist", "file,pipe", "-ss", f"{at_ms / 1000:.3f}", "-i", f"file:{path}",
        "-frames:v", "1", "-vf", f"scale='min({side},iw)':-2", "-f", "image2pipe",
        "-c:v", "png", "pipe:1",
    ]  # fmt: skip
