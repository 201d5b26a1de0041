"""The attribution models: what each does with an outcome, in one sentence, and where it is from.

In the order of the menus. None is called data-driven: each is named for its method.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

RULES = _("The rule as ad and web analytics tools had it before 2023; MRC Outcomes Standard")


@dataclass(frozen=True)
class CreditModel:
    """One way of sharing outcomes over touches. source: who says so."""

    key: str
    name: str
    definition: str
    formula: str
    source: str
    caveat: str


_ALL = [
    CreditModel(
        "last_non_direct",
        _("Last non-direct"),
        _("The last touch that did not come by itself gets the whole outcome."),
        _("1 to the last touch that is not direct; all direct: 1 to the last"),
        RULES,
        _("Good at naming who closed. Blind to what opened the door."),
    ),
    CreditModel(
        "last",
        _("Last"),
        _("The last touch before the outcome gets all of it, also when somebody came by itself."),
        _("1 to touch n of n"),
        RULES,
        _("Gives the brand's own name and address what others prepared."),
    ),
    CreditModel(
        "first",
        _("First"),
        _("The first touch in the look-back gets the whole outcome."),
        _("1 to touch 1 of n"),
        RULES,
        _("Good at naming who opened the door. A longer look-back finds another first touch."),
    ),
    CreditModel(
        "linear",
        _("Linear"),
        _("Every touch of the journey gets the same part."),
        _("1 ÷ n to each of n touches"),
        RULES,
        _("Whoever touches often gets much, whether it helped or not."),
    ),
    CreditModel(
        "position",
        _("Position 40/20/40"),
        _("40 % to the first touch, 40 % to the last, 20 % to those between."),
        _("n = 1: 1; n = 2: ½ each; n ≥ 3: 0.4, 0.2 ÷ (n − 2) each, 0.4"),
        RULES,
        _("The shares are a convention, not a measurement."),
    ),
    CreditModel(
        "time_decay",
        _("Time decay"),
        _("The nearer to the outcome, the more: a touch seven days earlier gets half."),
        _("2^(−days before the outcome ÷ 7), as shares of their sum"),
        RULES,
        _("The half-life of seven days is a convention; slow purchases need a longer one."),
    ),
    CreditModel(
        "shapley",
        _("Shapley"),
        _("Each channel (or other row) of a journey gets the same part, however often it touched."),
        _("Σ over sets S: |S|!·(n − |S| − 1)! ÷ n! · [v(S with it) − v(S)]"),
        _("L. S. Shapley, “A Value for n-Person Games”, 1953"),
        _("Worth v(S): outcomes of the journeys that stay within S. Repeats count once."),
    ),
    CreditModel(
        "markov",
        _("Markov"),
        _(
            "What would be lost if every path ended where it meets the row, "
            "read from all paths, also those that led nowhere."
        ),
        _("all outcomes × removal effect ÷ Σ removal effects"),
        _("Anderl, Becker, von Wangenheim, Schumann, IJRM 33, 2016; order 1"),
        _("Credits no single outcome. It describes paths that happened, not an experiment."),
    ),
]

CREDIT_MODELS: dict[str, CreditModel] = {model.key: model for model in _ALL}
