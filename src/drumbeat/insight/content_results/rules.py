"""The values of the rules that advise pieces: the brand's, or else the product's."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from drumbeat.insight.content_results.models import AdviceRules
from drumbeat.people.audit.trail import recorded
from drumbeat.people.members.models import Brand, Member

SET, RESET = (
    gettext_noop("set the rules of the advice"),
    gettext_noop("went back to the product’s values"),
)
VERBS = (SET, RESET)
KINDS = (gettext_noop("advice rules"),)

# Each value with what it means.
MEANS = {
    "upper_percent": _(
        "From this percentile of its series on a piece is boosted while it is out, and repeated afterwards. 75 is the upper quarter."
    ),
    "lower_percent": _("Up to this percentile a piece is retired once it was out for long."),
    "series_pieces": _(
        "In a series of fewer pieces none is boosted, repeated or retired for its place."
    ),
    "old_days": _("So many days after it first went out a piece that does badly is retired."),
    "fading_days": _(
        "While it is out, a piece is refreshed when its touches halve within fewer days than this."
    ),
    "fading_touches": _(
        "With fewer touches since its best day no half-life is told, so the piece does not fade."
    ),
    "tired_percent": _(
        "A piece is refreshed when its click-through rate of the last days is below this share of that of the first days."
    ),
    "tired_days": _(
        "So many first and so many last days with reports are held against each other."
    ),
    "tired_impressions": _("With fewer impressions at one of the ends nothing is called tired."),
}
GROUPS = (
    (_("Its place in its series"), ("upper_percent", "lower_percent", "series_pieces", "old_days")),
    (_("Does it fade?"), ("fading_days", "fading_touches")),
    (_("Is it tired?"), ("tired_percent", "tired_days", "tired_impressions")),
)
PRODUCTS = {name: AdviceRules._meta.get_field(name).default for name in MEANS}


def rules_of(brand: Brand) -> AdviceRules:
    """What the brand set, else the product's values in a row that is not saved (one query)."""
    return AdviceRules.objects.of(brand).first() or AdviceRules(brand=brand, row_version=0)


def values_of(rules: AdviceRules) -> dict[str, int]:
    return {name: getattr(rules, name) for name in MEANS}


def are_products(rules: AdviceRules) -> bool:
    return values_of(rules) == PRODUCTS


@transaction.atomic
def set_values(form, *, by: Member) -> AdviceRules:
    """Save what was typed into an AdviceRulesForm. Raises NotAllowed, StaleEdit."""
    by.must("metric.approve")
    # The row begins with the product's values, so that the trail knows what the first act changed.
    begun, _new = AdviceRules.objects.get_or_create(
        brand=by.brand, defaults={"owner": by, "row_version": 0}
    )
    rules = form.instance
    rules._state.adding = False
    for name in ("pk", "owner_id", "created_at"):
        setattr(rules, name, getattr(begun, name))
    return form.save_recorded(by, SET)


def go_back(brand: Brand, *, by: Member) -> AdviceRules:
    """The product's values count again. Raises NotAllowed."""
    by.must("metric.approve")
    rules = rules_of(brand)
    if are_products(rules):
        return rules
    with recorded(by, RESET, rules):
        for name, value in PRODUCTS.items():
            setattr(rules, name, value)
        rules.row_version += 1
        rules.save()
    return rules
