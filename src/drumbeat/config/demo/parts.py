"""The shapes of the demo's tables. Amounts are in yuan, days count from a launch day."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Budget:
    key: str
    en: str
    zh: str
    category: str
    yuan: int
    is_reserve: bool = False


@dataclass(frozen=True)
class Booking:
    """A placement to be. days: first and last day of its flight, counted from launch.

    message, audience: index in the tables above. asset: key in ASSETS. pull, buys, basket (yuan):
    how the world answers. file: the platform whose export carries its cost, "" when it is
    invoiced. per_day: cost reported by the platform, fee: the invoice.
    """

    en: str
    zh: str
    channel: str
    message: int
    audience: int
    line: str
    asset: str
    days: tuple[int, int]
    pull: float
    buys: float
    basket: int
    orders: int
    file: str = ""
    per_day: int = 0
    fee: int = 0
    label: str = ""


@dataclass(frozen=True)
class Launch:
    """A campaign of the story. starts: days from today to its launch day. length: days."""

    slug: str
    en: str
    zh: str
    starts: int
    length: int
    goal: tuple[str, str]
    revenue_target: int
    situation: str
    choices: str
    not_doing: str
    budgets: tuple[Budget, ...]
    bookings: tuple[Booking, ...]
    is_finished: bool = False

    @property
    def budget(self) -> int:
        return sum(line.yuan for line in self.budgets)
