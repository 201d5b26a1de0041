"""The matrix: what was made and what is wanted, by two axes at a time.

A piece is an asset. Its format and message are its own; stage, pillar and audience are those of
the angle that its brief takes. Unknown is a row too: pieces whose brief takes no angle. Rooms above
may lay it out by more (see `axes`).
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, F, Q, Sum

from drumbeat.content.assets.models import Asset, Version
from drumbeat.content.briefs.models import Brief
from drumbeat.content.planning.axes import AXES, UNKNOWN
from drumbeat.content.planning.models import STAGES, Angle, ContentCell
from drumbeat.content.planning.queries import open_briefs
from drumbeat.strategy.models import KeyMessage


@dataclass(frozen=True)
class Cell:
    """row, column: keys on the axes. made: pieces; approved: those that may go out, where asked."""

    row: str
    column: str
    target: int | None
    made: int
    approved: int | None = None

    @property
    def missing(self) -> int:
        return max(0, (self.target or 0) - self.made)

    @property
    def is_hole(self) -> bool:
        return self.made == 0


@dataclass(frozen=True)
class Row:
    key: str
    label: str
    cells: list[Cell]
    made: int


@dataclass(frozen=True)
class Matrix:
    rows_by: str
    columns_by: str
    columns: list[tuple[str, str]]
    rows: list[Row]

    @property
    def hints(self) -> list[str]:
        return [axis.hint for axis in (AXES[self.rows_by], AXES[self.columns_by]) if axis.hint]

    @property
    def with_targets(self) -> bool:
        """Targets are set by format and stage; other axes have none of their own."""
        return {self.rows_by, self.columns_by} == {"format", "stage"}


def matrix(brand, rows_by="format", columns_by="stage", pillar="", *, with_approved=True) -> Matrix:
    """Counts over two axes, of one pillar or of all (4 queries; 6 by channel).

    with_approved: which of the pieces may go out, too, which takes as long as all the rest.
    """
    approved = Version.objects.of(brand).approved().order_by() if with_approved else None
    counts, in_all = _counts(brand, pillar, approved, AXES[rows_by], AXES[columns_by])
    targets = _targets(brand, rows_by, columns_by, pillar)
    columns = _labels(brand, columns_by, {column for _row, column in counts})
    rows, nothing = [], (0, 0) if with_approved else (0,)
    for row, label in _labels(brand, rows_by, {row for row, _column in counts}):
        cells = [
            Cell(row, column, targets.get((row, column)), *counts.get((row, column), nothing))
            for column, _label in columns
        ]
        rows.append(Row(row, label, cells, in_all[row]))
    return Matrix(rows_by, columns_by, columns, rows)


def _of(brand, pillar=""):
    return Asset.objects.of(brand).filter(_counting(pillar=pillar))


def _counting(at="", pillar=""):
    """What makes a piece count. at: the path to it, from what is asked for it."""
    counting = Q(**{f"{at}archived_at": None}) & ~Q(**{f"{at}brief__state": "cancelled"})
    return counting & AXES["pillar"].stands(pillar, at) if pillar else counting


def _counts(brand, pillar, approved, rows, columns):
    """(made, approved) by row and column, and the pieces of each row in all."""
    found = _of(brand, pillar)
    several = next((axis for axis in (rows, columns) if axis.counted), None)
    if several is None:
        counts = _grouped(found, approved, row=rows.column, column=columns.column)
        return counts, _summed(counts)
    other = columns if several is rows else rows
    in_all = _grouped(found, approved, other=other.column)
    # Asked of each one's own piece: held against a list of the whole library it would take twice
    # as long.
    at = f"{several.asset}__"
    keyed = several.counted(brand).filter(_counting(at, pillar))
    to_other = f"{at}{other.column}"
    some = _grouped(keyed, approved, several.asset, other=to_other)
    # What has no key at all is the rest: no question of its own.
    counts = {
        keys: tuple(a - b for a, b in zip(all_, some[keys], strict=True)) if keys in some else all_
        for keys, all_ in in_all.items()
    }
    counts = {(UNKNOWN, *keys): numbers for keys, numbers in counts.items() if numbers[0]}
    counts |= _grouped(keyed, approved, several.asset, key=several.column, other=to_other)
    if several is rows:
        return counts, _summed(counts)
    turned = {(other_key, key): numbers for (key, other_key), numbers in counts.items()}
    return turned, defaultdict(int, {key: numbers[0] for (key,), numbers in in_all.items()})


def _grouped(found, approved, asset="pk", **paths):
    """(made, approved) by the keys at the paths, without `approved` (versions) only (made,).

    asset: the path from what is found to its piece.
    """
    several = asset != "pk"
    numbers = {"made": Count(asset, distinct=several)}
    if approved is not None:
        # A list that is made once: asked asset by asset it would take twice as long as all the rest.
        may_go_out = Q(**{f"{asset}__in": approved.values("asset")})
        numbers["passed"] = Count(asset, filter=may_go_out, distinct=several)
    grouped = found.order_by().values(**{name: F(path) for name, path in paths.items()})
    return {
        tuple(each[name] or UNKNOWN for name in paths): tuple(each[name] for name in numbers)
        for each in grouped.annotate(**numbers)
    }


def _summed(counts):
    """Pieces by row, of rows whose columns have no piece in common."""
    in_all = defaultdict(int)
    for (row, _column), numbers in counts.items():
        in_all[row] += numbers[0]
    return in_all


def pieces(brand, asked: dict[str, str]):
    """The assets of one cell, newest first (a queryset). asked: a key by axis; "" is unknown."""
    found = _of(brand)
    for axis, key in asked.items():
        found = AXES[axis].under(brand, found, key)
    return found.select_related("brief", "owner__person").order_by("-created_at", "pk")


def fitting(brand, asked: dict[str, str]):
    """The angles that would fill a cell, those without a brief first (a queryset)."""
    columns = {
        "stage": "stage",
        "pillar": "topic__pillar",
        "audience": "topic__audience",
        "message": "message",
    }
    wanted = {columns[axis]: key for axis, key in asked.items() if axis in columns and key}
    found = Angle.objects.of(brand).current().filter(**wanted).annotate(brief_count=open_briefs())
    return found.select_related("topic", "message").order_by("brief_count", "pk")


def names(brand, asked: dict[str, str]) -> dict[str, str]:
    """By axis, what the key there is called; one that is nobody's is left out (a query an axis)."""
    called = {axis: dict(_labels(brand, axis, {key})).get(key) for axis, key in asked.items()}
    return {axis: name for axis, name in called.items() if name}


def _targets(brand, rows_by, columns_by, pillar):
    if {rows_by, columns_by} != {"format", "stage"}:
        return {}
    found = ContentCell.objects.of(brand).current().filter(pillar__archived_at=None)
    if pillar:
        found = found.filter(pillar=pillar)
    found = found.order_by().values(rows_by, columns_by).annotate(wanted=Sum("target"))
    return {(each[rows_by], each[columns_by]): each["wanted"] for each in found}


def _labels(brand, axis, used):
    """The axis' keys with their names: all that could be filled, and the unknown where it is."""
    unknown = [(UNKNOWN, str(AXES[axis].unknown))] if UNKNOWN in used else []
    return AXES[axis].keys(brand) + unknown


def holes(brand) -> list[tuple[KeyMessage, list[str], Angle | None]]:
    """Messages in use with the stages that no piece and no open brief speaks to, the emptiest
    first, each with an angle to start from where there is one (4 queries)."""
    spoken = defaultdict(set)
    angled = Angle.objects.of(brand).current()
    briefed = Brief.objects.of(brand).current().exclude(state="cancelled")
    said = briefed.filter(angle__isnull=False).values_list("angle__message", "angle__stage")
    for message, stage in said.order_by().distinct():
        spoken[message].add(stage)
    start = {}
    for angle in angled.order_by("-pk"):
        if angle.stage not in spoken[angle.message_id]:
            start[angle.message_id] = angle
    found = []
    for message in KeyMessage.objects.of(brand).current().filter(is_active=True):
        empty = [str(label) for stage, label in STAGES if stage not in spoken[message.pk]]
        if empty:
            found.append((message, empty, start.get(message.pk)))
    return sorted(found, key=lambda hole: -len(hole[1]))
