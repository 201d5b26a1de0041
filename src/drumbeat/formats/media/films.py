"""Films and sound, through MediaInfo in a process of its own."""

import json
import tempfile
from pathlib import Path

from .bounded import ran
from .problems import Unsafe

LONGEST_SECONDS = 20


def read(data: bytes, path: Path | None, kind: str) -> dict:
    """width, height, duration_ms, codec. Raises Unsafe("corrupt") where no track can be read."""
    if path is not None:
        found = _probed(path)
    else:
        with tempfile.NamedTemporaryFile(suffix=".media") as kept:
            kept.write(data)
            kept.flush()
            found = _probed(Path(kept.name))
    tracks = {track["kind"]: track for track in reversed(found)}
    wanted = "Video" if kind.startswith("video/") else "Audio"
    chosen, whole = tracks.get(wanted), tracks.get("General", {})
    duration = (chosen or {}).get("duration") or whole.get("duration")
    if chosen is None or not duration or whole.get("truncated"):
        raise Unsafe("corrupt")
    return _facts(chosen, tracks, float(duration))


def _facts(track, tracks, duration):
    codecs = [tracks[kind]["codec"] for kind in ("Video", "Audio") if kind in tracks]
    # Phones film upright by noting that the picture is to be turned.
    turned = str(track.get("rotation") or "0").split(".")[0] in ("90", "270")
    width, height = track.get("width"), track.get("height")
    return {
        "width": height if turned else width,
        "height": width if turned else height,
        "duration_ms": round(duration),
        "codec": " + ".join(filter(None, codecs))[:60],
    }


def _probed(path):
    try:
        return json.loads(ran("probe.py", path, seconds=LONGEST_SECONDS))
    except ValueError as broken:
        raise Unsafe("corrupt") from broken
