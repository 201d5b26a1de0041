"""Which rate holds on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from drumbeat.people.errors import Problem, Refused
from drumbeat.strategy.rates.models import FxRate
from drumbeat.ui.templatetags.format import date as day_words


def rates_of(brand) -> list[FxRate]:
    """The register: by pair of currencies, newest first (one query)."""
    return list(FxRate.objects.of(brand).current().select_related("owner__person"))


@dataclass(frozen=True)
class Pair:
    """Two currencies. now: the rate that holds today, None before the first. series: oldest first."""

    name: str
    now: FxRate | None
    series: list[float]


def pairs(rates: list[FxRate], today: date) -> list[Pair]:
    """The rates by their two currencies; they come newest first."""
    return [
        Pair(
            name,
            next((rate for rate in of_pair if rate.on <= today), None),
            [float(rate.rate) for rate in reversed(of_pair)],
        )
        for name, of_pair in ((name, list(group)) for name, group in groupby(rates, str))
    ]


def rates_at(brand, currencies: Iterable[str], against: str, day: date) -> dict[str, FxRate]:
    """By currency the rate that holds on the day: the newest until then (one query)."""
    until = FxRate.objects.of(brand).current().filter(against=against, on__lte=day)
    newest = until.filter(currency=OuterRef("currency")).order_by("-on").values("on")[:1]
    found = until.filter(currency__in=set(currencies), on=Subquery(newest))
    return {rate.currency: rate for rate in found}


def no_rate(currency: str, against: str, day: date) -> str:
    """That none holds yet, in words."""
    shown = {"currency": currency, "against": against, "day": day_words(day)}
    return _("No rate from %(currency)s to %(against)s holds on %(day)s.") % shown


def rate_at(brand, currency: str, against: str, day: date) -> FxRate:
    """Raises Refused, which names the currencies and the day, where none holds yet."""
    rate = rates_at(brand, [currency], against, day).get(currency)
    if rate is None:
        raise Refused(Problem(no_rate(currency, against, day), "rate_on"))
    return rate
