"""Run as a program of its own: the tracks of one file as JSON."""

import json
import sys

from pymediainfo import MediaInfo


def tracks(path: str) -> list[dict]:
    """One a track: kind, codec, width, height, duration (ms), rotation, truncated."""
    return [
        {
            "kind": track.track_type,
            "codec": track.format or "",
            "width": track.width,
            "height": track.height,
            "duration": track.duration,
            "rotation": track.rotation,
            "truncated": track.istruncated == "Yes",
        }
        for track in MediaInfo.parse(path, parse_speed=0.3).tracks
    ]


if __name__ == "__main__":
    json.dump(tracks(sys.argv[1]), sys.stdout)
