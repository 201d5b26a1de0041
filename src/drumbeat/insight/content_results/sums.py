"""What pieces brought, as sums that add up, and the rates of those sums."""

from dataclasses import dataclass, fields

from drumbeat.science.rates import wilson

ENOUGH_TOUCHES = 30
"""Below it no rate of touches is told: five of twenty say as little as none of twenty."""
ENOUGH_IMPRESSIONS = 1000


@dataclass(slots=True)
class Sums:
    """One piece, or several. impressions, clicks: as ad platforms reported them, clicks only where
    impressions are known. leads: outcomes of the steps on the way; outcomes: of what counts.
    Money in minor units of the brand's currency."""

    impressions: int = 0
    clicks: int = 0
    touches: int = 0
    leads: float = 0.0
    outcomes: float = 0.0
    revenue_minor: int = 0
    spend_minor: int = 0

    def add(self, other: "Sums") -> None:
        for name in _NAMES:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def less(self, other: "Sums") -> "Sums":
        """What remains without a part of it."""
        return Sums(*(getattr(self, name) - getattr(other, name) for name in _NAMES))

    @property
    def ctr(self) -> float | None:
        """Clicks / impressions; None where there are too few to say."""
        enough = self.impressions >= ENOUGH_IMPRESSIONS
        return self.clicks / self.impressions if enough else None

    @property
    def lead_rate(self) -> float | None:
        """Leads / touches; None where there are too few touches to say."""
        return self.leads / self.touches if self.touches >= ENOUGH_TOUCHES else None

    @property
    def order_rate(self) -> float | None:
        """Orders / touches; None where there are too few touches to say."""
        return self.outcomes / self.touches if self.touches >= ENOUGH_TOUCHES else None

    @property
    def lead_interval(self) -> tuple[float, float] | None:
        return interval(self.leads, self.touches, ENOUGH_TOUCHES)

    @property
    def order_interval(self) -> tuple[float, float] | None:
        return interval(self.outcomes, self.touches, ENOUGH_TOUCHES)

    def next_rate(self, with_leads: bool) -> float | None:
        """Of the next step: a lead where the brand counts any, else an order."""
        return self.lead_rate if with_leads else self.order_rate

    def next_interval(self, with_leads: bool) -> tuple[float, float] | None:
        return self.lead_interval if with_leads else self.order_interval


_NAMES = tuple(one.name for one in fields(Sums))


def interval(hits: float, trials: int, enough: int) -> tuple[float, float] | None:
    """Wilson's 95 % interval of a rate; None where it is not told, or is no share of the trials
    (somebody may order twice after one touch, and an order may be taken back)."""
    return wilson(hits, trials) if trials >= enough and 0 <= hits <= trials else None


def rates_differ(one: tuple[float, float] | None, other: tuple[float, float] | None) -> bool | None:
    """Whether two intervals lie apart; None where one is unknown. Apart, a difference of this size
    is unlikely to be chance; overlapping, it may be."""
    if one is None or other is None:
        return None
    return one[1] < other[0] or other[1] < one[0]
