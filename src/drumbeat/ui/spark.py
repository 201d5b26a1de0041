"""A sparkline's path: numbers in, coordinates out."""

from collections.abc import Sequence


def spark_path(
    values: Sequence[float | None], *, width: int, height: int, is_open: bool = False
) -> dict:
    """Line and area of `values` in a width × height box, 2 units clear at every edge.

    values: in order of time; None leaves a gap, because a missing day is not a zero. is_open: the
    last value still grows (a day that is not over), so the way to it is drawn apart.
    Returns {"line", "tail", "area", "x", "y"}: SVG paths and the last known point; empty without
    values.
    """
    known = [value for value in values if value is not None]
    if not known:
        return {"line": "", "tail": "", "area": "", "x": None, "y": None}
    low, high = min(known), max(known)
    step = (width - 4) / max(len(values) - 1, 1)

    def place(index: int, value: float) -> tuple[float, float]:
        share = (value - low) / (high - low) if high > low else 0.5
        return round(2 + index * step, 1), round(height - 2 - share * (height - 4), 1)

    runs = _runs([None if v is None else place(i, v) for i, v in enumerate(values)])
    area = "".join(
        "M"
        + f"{run[0][0]} {height}L"
        + "L".join(f"{x} {y}" for x, y in run)
        + f"L{run[-1][0]} {height}Z"
        for run in runs
    )
    x, y = runs[-1][-1]
    tail = []
    if is_open and values[-1] is not None and len(runs[-1]) > 1:
        tail, runs[-1] = [runs[-1][-2:]], runs[-1][:-1]
    return {"line": _path(runs), "tail": _path(tail), "area": area, "x": x, "y": y}


def _path(runs: list[list[tuple[float, float]]]) -> str:
    return "".join("M" + "L".join(f"{x} {y}" for x, y in run) for run in runs)


def _runs(points: list) -> list[list[tuple[float, float]]]:
    """Stretches of neighbouring known points."""
    runs: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]
