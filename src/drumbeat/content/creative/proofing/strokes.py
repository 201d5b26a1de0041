"""A line drawn by hand over a picture, as few points that still look like it."""

from math import hypot

Point = tuple[float, float]
Box = tuple[float, float, float, float]

# As a fraction of the picture: about a pixel where it is shown.
CLOSE = 0.002
MOST_POINTS = 2000


def read_stroke(text: str) -> list[Point] | None:
    """Points as the browser writes them: `0.1,0.2 0.15,0.22`, fractions of the picture; None when
    it is no line inside the picture."""
    pairs = [pair.split(",") for pair in text.split()]
    try:
        points = [(float(x), float(y)) for x, y in pairs]
    except ValueError:
        return None
    inside = all(0 <= value <= 1 for point in points for value in point)
    return points if inside and 2 <= len(points) <= MOST_POINTS else None


def simplified(points: list[Point], close: float = CLOSE) -> list[Point]:
    """The line with no more points than it needs: none of those given lies further than `close`
    from it (Ramer 1972, Douglas & Peucker 1973). Its ends stay."""
    kept, spans = {0, len(points) - 1}, [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        between = range(first + 1, last)
        if not between:
            continue
        far = max(between, key=lambda at: distance(points[at], points[first], points[last]))
        if distance(points[far], points[first], points[last]) > close:
            kept.add(far)
            spans += [(first, far), (far, last)]
    return [points[at] for at in sorted(kept)]


def distance(point: Point, start: Point, end: Point) -> float:
    """From a point to the nearest of a straight piece."""
    along, down = end[0] - start[0], end[1] - start[1]
    length = along**2 + down**2
    ahead = (point[0] - start[0]) * along + (point[1] - start[1]) * down
    share = min(max(ahead / length, 0), 1) if length else 0
    return hypot(point[0] - start[0] - share * along, point[1] - start[1] - share * down)


def bounds(points: list[Point]) -> Box:
    """x, y, w, h of the smallest rectangle around it."""
    across, down = zip(*points, strict=True)
    return min(across), min(down), max(across) - min(across), max(down) - min(down)
