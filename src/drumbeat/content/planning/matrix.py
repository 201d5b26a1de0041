"""The matrix: what was made and what is wanted, by two axes at a time.

A piece is an asset. Its format and message are its own; stage, pillar and audience are those of
the angle that its brief takes. Unknown is a row too: pieces whose brief takes no angle.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _

from drumbeat.content.assets.models import Asset, Version
from drumbeat.content.briefs.models import Brief
from drumbeat.content.kinds import KINDS
from drumbeat.content.planning.models import STAGES, Angle, ContentCell, ContentPillar
from drumbeat.content.planning.queries import open_briefs
from drumbeat.strategy.models import Audience, KeyMessage

UNKNOWN = ""
# An axis: its name, and the column of an asset that it goes by.
AXES = {
    "format": (_("Format"), "kind"),
    "stage": (_("Stage"), "brief__angle__stage"),
    "pillar": (_("Pillar"), "brief__angle__topic__pillar"),
    "audience": (_("Audience"), "brief__angle__topic__audience"),
    "message": (_("Key message"), "message"),
}
MODELS = {"pillar": ContentPillar, "audience": Audience, "message": KeyMessage}


@dataclass(frozen=True)
class Cell:
    """row, column: keys on the axes. made: pieces; approved: those that may go out."""

    row: str
    column: str
    made: int
    approved: int
    target: int | None

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

    @property
    def made(self) -> int:
        return sum(cell.made for cell in self.cells)


@dataclass(frozen=True)
class Matrix:
    rows_by: str
    columns_by: str
    columns: list[tuple[str, str]]
    rows: list[Row]

    @property
    def with_targets(self) -> bool:
        """Targets are set by format and stage; other axes have none of their own."""
        return {self.rows_by, self.columns_by} == {"format", "stage"}


def matrix(brand, rows_by="format", columns_by="stage", pillar="") -> Matrix:
    """Counts over two axes, of one pillar or of all (4 queries at most)."""
    counts = _counts(brand, AXES[rows_by][1], AXES[columns_by][1], pillar)
    targets = _targets(brand, rows_by, columns_by, pillar)
    columns = _labels(brand, columns_by, {column for _row, column in counts})
    rows = []
    for row, label in _labels(brand, rows_by, {row for row, _column in counts}):
        cells = [
            Cell(row, column, *counts.get((row, column), (0, 0)), targets.get((row, column)))
            for column, _label in columns
        ]
        rows.append(Row(row, label, cells))
    return Matrix(rows_by, columns_by, columns, rows)


def _counts(brand, row, column, pillar):
    # A list that is made once: asked asset by asset it would take twice as long as all the rest.
    approved = Version.objects.of(brand).approved().order_by().values("asset")
    found = Asset.objects.of(brand).current().exclude(brief__state="cancelled")
    if pillar:
        found = found.filter(brief__angle__topic__pillar=pillar)
    found = found.order_by().values(row, column)
    found = found.annotate(made=Count("pk"), approved=Count("pk", filter=Q(pk__in=approved)))
    return {
        (each[row] or UNKNOWN, each[column] or UNKNOWN): (each["made"], each["approved"])
        for each in found
    }


def pieces(brand, asked: dict[str, str]):
    """The assets of one cell, newest first (a queryset). asked: a key by axis; "" is unknown."""
    found = Asset.objects.of(brand).current().exclude(brief__state="cancelled")
    for axis, key in asked.items():
        column = AXES[axis][1]
        found = found.filter(**({column: key} if key else {f"{column}__isnull": True}))
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


def cell_name(brand, asked: dict[str, str]) -> str:
    """“Social post · Buy”; a key that is nobody's is left out (a query an axis)."""
    names = [dict(_labels(brand, axis, {key})).get(key) for axis, key in asked.items()]
    return " · ".join(name for name in names if name)


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
    if axis in MODELS:
        known = [(one.pk, str(one)) for one in MODELS[axis].objects.of(brand).current()]
    else:
        known = list(STAGES if axis == "stage" else KINDS)
    unknown = [(UNKNOWN, _("No angle"))] if UNKNOWN in used else []
    return [(key, str(label)) for key, label in known + unknown]


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
