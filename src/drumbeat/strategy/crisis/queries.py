"""What crisis screens read."""

from django.db.models import Min, Prefetch, Q
from django.utils import timezone

from drumbeat.strategy.crisis import rules
from drumbeat.strategy.crisis.clock import Due, clock
from drumbeat.strategy.crisis.models import Crisis, Statement, Words
from drumbeat.strategy.crisis.second_word import waiting
from drumbeat.strategy.crisis.spread import spread_of
from drumbeat.strategy.market.models import RiskReport, Signal

ON_THE_PAGE = 12


def crises(brand):
    """All of a brand, those that are not over first, with when each thing was done (one query)."""
    said = {
        kind: Min("statements__publication__at", filter=Q(statements__kind=kind))
        for kind in ("holding", "full")
    }
    return (
        Crisis.objects.of(brand)
        .select_related("owner__person")
        .annotate(
            triaged_at=Min("assessments__at"),
            holding_at=said["holding"],
            full_at=said["full"],
            reviewed_at=Min("review__published_at"),
            is_done=Q(state__in=("closed", "dismissed")),
        )
        .order_by("is_done", "-t0", "-id")
    )


def clock_of(crisis, now) -> list[Due]:
    """crisis: as `crises` gives it. No query."""
    done = {
        "triage": crisis.triaged_at,
        "holding": crisis.holding_at,
        "full": crisis.full_at,
        "review": crisis.reviewed_at,
    }
    return clock(crisis.rules, crisis.t0, crisis.level, done, now)


def next_due(crisis, now) -> Due | None:
    """What the clock asks for now: the first that is not done; None when nothing is."""
    if crisis.is_over:
        return None
    return next((due for due in clock_of(crisis, now) if due.done_at is None), None)


def prepared(brand):
    """Statements written before they are needed, the approved ones first (one query)."""
    return (
        Statement.objects.of(brand)
        .filter(crisis=None)
        .select_related("owner__person", "approval__owner__person")
        .order_by("state", "kind", "id")
    )


def crisis_page(crisis) -> dict:
    """Everything on a crisis's page but the freezes, which channels shows (10 queries, and one more
    from L3 on)."""
    now = timezone.now()
    crisis = crises(crisis.brand).get(pk=crisis.pk)
    latest = crisis.assessments.select_related(
        "owner__person", "confirmation__owner__person"
    ).first()
    return {
        "crisis": crisis,
        "grade": crisis.grade,
        "level_name": Words(crisis.grade) if crisis.grade else "",
        "ladder": [(one.key, Words(one)) for one in rules.levels(crisis.rules)],
        "latest": latest,
        "unconfirmed": waiting(crisis),
        "scored": scored(crisis, latest),
        "struck": struck(crisis, latest),
        "clock": clock_of(crisis, now),
        "heard": heard(crisis),
        "seats": seats(crisis),
        "statements": list(
            crisis.statements.select_related(
                "owner__person", "approval__owner__person", "publication"
            )
        ),
        "ready": list(prepared(crisis.brand).filter(state="approved")),
        "spread": spread_of(crisis, now),
        "entries": list(entries(crisis).reverse()[:ON_THE_PAGE]),
        "review": getattr(crisis, "review", None),
        "deescalation": crisis.deescalations.select_related("owner__person").first(),
    }


def scored(crisis, assessment) -> list[tuple]:
    """(factor in words, its score, what the score means), in the order of the rules."""
    if assessment is None:
        return []
    return [
        (Words(factor), assessment.scores.get(factor.key), float(factor.weight))
        for factor in rules.factors(crisis.rules)
    ]


def struck(crisis, assessment) -> str:
    """The overrides that lifted it to the gravest level, in words."""
    known = {one.key: str(Words(one)) for one in rules.overrides(crisis.rules)}
    return " · ".join(known.get(key, key) for key in (assessment.overrides if assessment else ()))


def seats(crisis) -> list[tuple]:
    """(role in words, the seat or None), in the order of the rules (one query)."""
    taken = {seat.role: seat for seat in crisis.seats.select_related("member__person")}
    return [(one, taken.get(one.key)) for one in crisis.cell]


def entries(crisis):
    """The log from the beginning, with its authors (one query)."""
    return crisis.entries.select_related("by__person", "file")


def heard(crisis):
    """The report of the listening that opened it, with its signals; None when a person did (2
    queries).
    """
    reports = RiskReport.objects.filter(crisis=crisis).select_related("watch_list")
    return reports.prefetch_related(
        Prefetch("signals", Signal.objects.select_related("feed"))
    ).first()
