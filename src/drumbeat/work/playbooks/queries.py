"""What the screens of playbooks read."""

from dataclasses import dataclass

from django.db.models import Count, Max

from drumbeat.people.models import Brand
from drumbeat.science.schedule import Schedule
from drumbeat.work.playbooks.document import schedule_of, title
from drumbeat.work.playbooks.models import Playbook, PlaybookVersion
from drumbeat.work.vocabulary import module_key


@dataclass(frozen=True)
class Shelf:
    """A playbook as the list shows it. length: in the unit of the document."""

    playbook: Playbook
    version: PlaybookVersion
    schedule: Schedule
    run_count: int

    @property
    def unit(self):
        return self.version.body["duration_unit"]


def shelf(brand: Brand) -> list[Shelf]:
    """All playbooks with their newest version, longest first (2 queries)."""
    books = (
        Playbook.objects.of(brand)
        .current()
        .annotate(newest=Max("versions__number"), run_count=Count("versions__runs", distinct=True))
    )
    known = {book.pk: book for book in books}
    versions = PlaybookVersion.objects.filter(playbook__in=known).select_related("playbook")
    found = [
        Shelf(
            known[version.playbook_id],
            version,
            schedule_of(version.body),
            known[version.playbook_id].run_count,
        )
        for version in versions
        if version.number == known[version.playbook_id].newest
    ]
    return sorted(found, key=lambda each: -len(each.version.body["tasks"]))


@dataclass(frozen=True)
class Row:
    """One task of a document with its place in the schedule. offsets: units from the first start."""

    key: str
    title: str
    body: dict
    module: str
    start: float
    finish: float
    slack: float
    is_critical: bool
    gate: dict | None


@dataclass(frozen=True)
class Phase:
    body: dict
    rows: list[Row]


def phases(body: dict) -> list[Phase]:
    """The document's tasks under their phases; no query."""
    schedule = schedule_of(body)
    gates = {gate["task"]: gate for gate in body["gates"]}
    rows = [_row(task, schedule.tasks[task["id"]], gates.get(task["id"])) for task in body["tasks"]]
    return [
        Phase(phase, [row for row in rows if row.body["phase"] == phase["key"]])
        for phase in body["phases"]
    ]


def _row(task, timing, gate):
    return Row(
        task["id"],
        title(task),
        task,
        module_key(task["module"], task["role"]),
        timing.early_start,
        timing.early_finish,
        timing.float_,
        timing.critical,
        gate,
    )
