"""Money of plans in the brand's currency and back, by the one rate of a plan's currency.

What platforms charge and what orders bring is kept in the brand's currency; what is planned,
promised and booked, in the plan's. Whoever compares the two changes one of them here: the rate that
holds on the day, from the plan's currency to the brand's, serves both ways. Amounts are added up
first and changed once.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from drumbeat.formats.currencies import exchanged, from_minor, to_minor
from drumbeat.strategy.plans.models import Plan
from drumbeat.strategy.rates.queries import no_rate, rates_at


class Exchange:
    """The rates of some currencies on a day (1 query, none where all are the brand's own).

    missing: the currencies without one. Their amounts belong in no sum, and a page says so.
    """

    def __init__(self, brand, currencies: Iterable[str], on: date):
        self.brands, self.on = brand.currency, on
        codes = set(currencies) - {self.brands}
        self.rates = rates_at(brand, codes, self.brands, on) if codes else {}
        self.missing = sorted(codes - set(self.rates))

    @classmethod
    def of_brand(cls, brand, on: date) -> "Exchange":
        """For every plan of the brand (1 query, 1 more where some have a currency of their own)."""
        plans = Plan.objects.of(brand).exclude(currency=brand.currency).order_by()
        return cls(brand, plans.values_list("currency", flat=True).distinct(), on)

    @property
    def is_needed(self) -> bool:
        return bool(self.rates or self.missing)

    @property
    def problems(self) -> list[str]:
        """What is missing, in words."""
        return [no_rate(code, self.brands, self.on) for code in self.missing]

    def to_brands(self, minor: int | None, currency: str) -> int | None:
        """So much of a plan's currency in the brand's; None where no rate holds."""
        if not minor or currency == self.brands:
            return minor
        held = self.rates.get(currency)
        return exchanged(minor, currency, held.rate, self.brands) if held else None

    def to_plans(self, minor: int | None, currency: str) -> int | None:
        """So much of the brand's currency in a plan's; None where no rate holds."""
        if not minor or currency == self.brands:
            return minor
        held = self.rates.get(currency)
        return to_minor(from_minor(minor, self.brands) / held.rate, currency) if held else None

    def factors(self) -> dict[str, Decimal]:
        """By currency the minor units of the brand's that one of it is worth, to sort by."""
        return {
            code: from_minor(1, code) * held.rate / from_minor(1, self.brands)
            for code, held in self.rates.items()
        }
