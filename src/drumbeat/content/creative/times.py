"""Times in films, read and written as people do."""

import re

_TIME = re.compile(r"(?:(?:(\d+):)?(\d{1,2}):)?(\d+(?:\.\d{1,3})?)")


def read_time(typed: str) -> int | None:
    """Milliseconds of `75.5`, `1:15.5` or `0:01:15.5`; None for anything else."""
    found = _TIME.fullmatch(typed.strip().replace("：", ":"))
    if found is None:
        return None
    hours, minutes, seconds = (float(part or 0) for part in found.groups())
    return round((hours * 3600 + minutes * 60 + seconds) * 1000)


def as_time(ms: int) -> str:
    """`1:15.5`, as `read_time` takes it."""
    minutes, rest = divmod(round(ms / 100), 600)
    return f"{minutes}:{rest / 10:04.1f}"
