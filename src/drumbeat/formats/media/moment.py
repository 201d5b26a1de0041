"""Run as a program of its own: a moment of a film as PNG, its longer side so many pixels at most."""

import sys
from itertools import islice

import av

# The one reader for each, so that no film is taken for a playlist of other files.
READERS = {"video/mp4": "mov", "video/quicktime": "mov", "video/webm": "matroska"}
# From the last whole picture up to the moment; more would take a long film too long.
MOST_FRAMES = 300


def seen(path: str, media_type: str, side: int, at_ms: int) -> None:
    only_itself = {"protocol_whitelist": "file"}
    with av.open(f"file:{path}", format=READERS[media_type], options=only_itself) as film:
        stream = film.streams.video[0]
        stream.thread_count = 1
        film.seek(at_ms * 1000)
        for frame in islice(film.decode(stream), MOST_FRAMES):
            if frame.time is None or frame.time * 1000 >= at_ms:
                break
    _small(frame, side).save(sys.stdout.buffer, "PNG")


def _small(frame, side):
    part = min(1, side / max(frame.width, frame.height))
    width, height = (max(1, round(length * part)) for length in (frame.width, frame.height))
    picture = frame.reformat(width, height, "rgb24").to_image()
    # Phones film upright by noting that the picture is to be turned.
    return picture.rotate(frame.rotation, expand=True)


if __name__ == "__main__":
    seen(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
