"""Run as a program of its own: a moment of a film as PNG, its longer side so many pixels at most."""

import sys

import av


def seen(path: str, side: int, at_ms: int) -> None:
    # Only what lies in the file: a playlist inside it may name files and addresses elsewhere.
    with av.open(path, options={"protocol_whitelist": "file"}, metadata_errors="ignore") as film:
        stream = film.streams.video[0]
        stream.thread_count = 1
        film.seek(at_ms * 1000)
        frame = next(film.decode(stream))
        scale = min(1, side / max(frame.width, frame.height))
        size = {"width": round(frame.width*scale) or 1, "height": round(frame.height*scale) or 1}
        picture = frame.reformat(**size, format="rgb24").to_image()
        picture.rotate(frame.rotation, expand=True).save(sys.stdout.buffer, "PNG")


if __name__ == "__main__":
    seen(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
