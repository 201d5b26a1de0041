"""Named factories for crises, by the real actions."""

from datetime import timedelta

from django.utils import timezone

from drumbeat.strategy.crisis.actions import assess, move, name_cell, report, shipped_body
from drumbeat.strategy.crisis.rules import cell, factors
from drumbeat.strategy.crisis.second_word import confirm, waiting
from drumbeat.strategy.crisis.statements import approve
from drumbeat.strategy.models import Statement
from tests.world import a_member


def scores(**given):
    """A score for each factor, 0 where none is given."""
    return {factor.key: given.get(factor.key, 0) for factor in factors(shipped_body())}


GRAVE = scores(harm=3, spread_velocity=3, source_authority=2, truth_likelihood=2)  # 52.5: L3
SERIOUS = scores(harm=2, spread_velocity=2, truth_likelihood=1)  # 28.75: L2
MILD = scores(spread_velocity=1)


def a_report(by, **fields):
    values = {
        "title": "A video says our glue smells",
        "what_happened": "Posted this morning, 200 comments.",
        "t0": timezone.now() - timedelta(hours=1),
        "seen_url": "https://video.example/1",
    } | fields
    return report(by, **values)


def a_crisis(by, scored=SERIOUS, **fields):
    """Reported and scored."""
    crisis = a_report(by, **fields)
    assess(crisis, by=by, scores=scored, reason="as we know it")
    return crisis


def an_active_crisis(by, scored=SERIOUS, **fields):
    crisis = a_crisis(by, scored, **fields)
    name_cell(
        crisis,
        by=by,
        seats={one.key: by for one in cell(crisis.rules)},
        meets_at=timezone.now() + timedelta(hours=2),
    )
    if waiting(crisis):
        confirm(crisis, by=a_member(by.brand, "lead", name="Second lead"))
    return move("convene", crisis, by=by)


def a_statement(writer, crisis=None, **fields):
    values = {"text_en": "We are checking.", "text_zh": "我们正在核实。"} | fields
    return Statement.objects.create(brand=writer.brand, owner=writer, crisis=crisis, **values)


def an_approved_statement(writer, approver, crisis=None, **fields):
    statement = a_statement(writer, crisis, **fields)
    approve(statement, by=approver)
    return statement
