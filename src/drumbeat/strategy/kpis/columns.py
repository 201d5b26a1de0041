"""The columns of a tree: what is typed, and the ratios worked out from the sums of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from drumbeat.formats.currencies import to_minor
from drumbeat.strategy.kpis.models import COLUMNS
from drumbeat.strategy.metrics.measures import MEASURES, RATIOS
from drumbeat.strategy.metrics.vocabulary import Vocabulary
from drumbeat.ui.templatetags import format as say

ROI = "roi"
_SHORT = {"cvr": _("CVR"), "aov": _("AOV"), "cpa": _("CPA"), "roas": _("ROAS")}
ROI_CAVEAT = _("Holds if all of these orders are incremental and all costs are in it.")


@dataclass(frozen=True)
class Ratio:
    """A column that nobody types. unit: money | share | ratio | count. direction: up | down."""

    key: str
    name: str | Promise
    unit: str
    formula: str
    direction: str = "up"
    caveat: str | Promise = ""

    @property
    def short(self):
        """For the head of a column."""
        return _SHORT.get(self.key, self.name)


def ratios_of(tree, own: list) -> list[Ratio]:
    """The built-in ones, ROI where the tree has a margin, and the `own` metrics it asks for."""
    found = [
        Ratio(one.key, one.name, one.unit, one.formula, "down" if one.key == "cpa" else "up")
        for one in RATIOS.values()
    ]
    if tree.contribution_margin is not None:
        margin = f"{tree.contribution_margin.normalize():f}"
        found.append(
            Ratio(ROI, _("ROI"), "share", f"(revenue * {margin} - spend) / spend", "up", ROI_CAVEAT)
        )
    return [
        *found,
        *(Ratio(o.key, str(o), o.unit, o.formula, o.direction, o.caveat) for o in own),
    ]


def work_out(
    ratios: list[Ratio], vocabulary: Vocabulary, sums: Mapping[str, Decimal | None]
) -> dict[str, Fraction | None]:
    """Each ratio over these sums: never a mean of the parts' ratios. None where undefined."""
    base = {key: None if value is None else Fraction(value) for key, value in sums.items()}
    return {one.key: vocabulary.value_of(one.formula, base) for one in ratios}


def is_derivable(vocabulary: Vocabulary, key: str) -> bool:
    """Whether what is typed in a tree is enough to work this metric out."""
    return vocabulary.bases(key) <= set(COLUMNS)


def in_words(value, unit: str, currency: str) -> str:
    """A figure of a tree in the reader's language. Money in whole units of the currency, its
    small change shown where it matters: below a thousand."""
    if value is None:
        return say.DASH
    value = Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else value
    if unit == "money":
        minor = to_minor(value, currency)
        whole = abs(value) >= 1000 or value == value.to_integral_value()
        return say.money_whole(minor, currency) if whole else say.money(minor, currency)
    if unit == "share":
        return say.percent(value)
    return say.number(value) if unit == "count" else say.ratio(value)


def unit_of(measure: str) -> str:
    return MEASURES[measure].unit
