"""What makes an own metric sound, and what people do with it."""

from keyword import iskeyword

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drumbeat.people.errors import Problem, Refused
from drumbeat.science.formula import FormulaError, Unit
from drumbeat.strategy import archiving
from drumbeat.strategy.metrics.measures import MEASURES, RATIOS
from drumbeat.strategy.metrics.models import OwnMetric
from drumbeat.strategy.metrics.queries import users_of
from drumbeat.strategy.metrics.vocabulary import Circle, Vocabulary
from drumbeat.strategy.metrics.words import in_words

KINDS = (gettext_noop("own metric"),)


def check(metric: OwnMetric, others: list[OwnMetric]) -> None:
    """It can be worked out beside the brand's other metrics. Raises Refused, naming the field."""
    if metric.key in MEASURES or metric.key in RATIOS or iskeyword(metric.key):
        raise Refused(Problem(_("“%s” is taken: choose another key.") % metric.key, "key"))
    others = [other for other in others if other.pk != metric.pk]
    if any(other.key == metric.key for other in others):
        raise Refused(Problem(_("Another metric has this key already."), "key"))
    known = Vocabulary([*others, metric])
    try:
        known.bases(metric.key)
        unit = known.unit(metric.key)
    except FormulaError as error:
        names = [name for name in known.names if name != metric.key]
        raise Refused(Problem(in_words(error, names), "formula")) from None
    except Circle as circle:
        told = _("A metric cannot be made of itself: %s.") % " → ".join(circle.path)
        raise Refused(Problem(told, "formula")) from None
    if metric.unit not in (fitting := _fitting(unit)):
        labels = dict(OwnMetric.UNITS)
        told = _("By its formula this is: %s.") % " / ".join(str(labels[one]) for one in fitting)
        raise Refused(Problem(told, "unit"))


def _fitting(unit: Unit) -> tuple[str, ...]:
    """What a result with these powers may be called. Money for each thing is still money."""
    if unit.money == 1:
        return ("money",)
    if unit == Unit(things=1):
        return ("count",)
    if unit.money == 0 and unit.things == 0:
        return ("share", "ratio")
    return ("ratio",)


def check_key_stays(metric: OwnMetric, others: list[OwnMetric]) -> None:
    """A key that other formulas use is not changed under them. Raises Refused."""
    stored = OwnMetric.objects.filter(pk=metric.pk).values_list("key", flat=True).first()
    if stored is None or stored == metric.key:
        return
    known = Vocabulary(others)
    using = [o.key for o in others if o.key != stored and stored in known.parts(o.key)]
    if using:
        told = _("Other formulas use it: %s. Change those first.") % ", ".join(using)
        raise Refused(Problem(told, "key"))


def archive(metric: OwnMetric, *, by) -> None:
    """Put a metric away that nothing current uses. Raises NotAllowed, Refused."""
    by.must("metric.archive", metric)
    if using := users_of(metric):
        told = _("It is still used by: %s.") % ", ".join(str(one) for one in using)
        raise Refused(Problem(told))
    archiving.archive(metric, "metric.archive", by=by)
