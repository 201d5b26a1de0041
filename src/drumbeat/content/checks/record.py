"""How each rule that comes with the product does here: in how many pieces it found something, and what people
made of that. A rule that mostly cries wolf is one to be mended."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from drumbeat.content.assets.models import Finding
from drumbeat.content.checks.explaining import explained
from drumbeat.content.checks.rulebook import Explained
from drumbeat.people.members.models import Brand

DAYS = 365
_COUNTS = {
    "pieces": Q(),
    "reworded": Q(resolved_at__isnull=False, is_waived=False),
    "confirmed": Q(is_waived=True, exemption=""),
    "waived": Q(proof__isnull=False),
    "false": Q(exemption=Finding.FALSE_ALARM),
}


@dataclass(frozen=True)
class Record:
    """Numbers of assets. waived: with an exemption and its proof."""

    key: str
    pieces: int
    reworded: int
    confirmed: int
    waived: int
    false: int

    @property
    def told(self) -> Explained | None:
        return explained(self.key)

    @property
    def label(self) -> str:
        return self.told.label if self.told else ""

    @property
    def false_share(self) -> float:
        """False alarms / pieces, 0–1."""
        return self.false / self.pieces


def records(brand: Brand, now: datetime) -> list[Record]:
    """Rules that found something in the last 365 days, most false alarms first (1 query).

    An asset counts once a rule, however many versions of it were written.
    """
    found = Finding.objects.of(brand).filter(at__gte=now - timedelta(days=DAYS))
    rows = (
        found.exclude(law_key="")
        .order_by()
        .values("law_key")
        .annotate(
            **{
                name: Count("version__asset", filter=which, distinct=True)
                for name, which in _COUNTS.items()
            }
        )
    )
    told = [Record(row.pop("law_key"), **row) for row in rows]
    return sorted(told, key=lambda one: (-one.false, -one.pieces, one.key))
