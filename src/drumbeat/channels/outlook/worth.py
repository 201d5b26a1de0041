"""What money in a line's own currency is worth in the plan's: as it was frozen, and today."""

from datetime import date

from drumbeat.formats.currencies import exchanged
from drumbeat.strategy.rates.queries import rates_at


class Worth:
    """The two rates of each line that is planned in another currency (1 query, none without)."""

    def __init__(self, brand, currency: str, lines, today: date):
        self.against = currency
        self.foreign = {line.pk: line for line in lines if line.is_foreign}
        codes = {line.currency for line in self.foreign.values()}
        self.now = rates_at(brand, codes, currency, today) if codes else {}
        self.unrated = sorted(codes - set(self.now))

    def currency_of(self, line: str) -> str:
        return self.foreign[line].currency if line in self.foreign else self.against

    def both(self, line: str, minor: int) -> tuple[int, int]:
        """Minor units of the plan's currency at the frozen rate and at today's."""
        own = self.foreign[line]
        held = self.now.get(own.currency)
        rates = (own.rate, held.rate if held else own.rate)
        frozen, now = (exchanged(minor, own.currency, rate, self.against) for rate in rates)
        return frozen, now
