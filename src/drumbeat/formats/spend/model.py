"""What a spend file becomes: rows, the check against its own totals, problems, remarks."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from ..dates import Period
from ..preamble import Preamble
from ..problems import RowProblem

TOTALS_TOLERANCE = Decimal("0.005")


@dataclass(slots=True)
class SpendRow:
    """One ad (or ad group, or campaign: whatever the file details) on one day.

    Money in minor units of `currency`. A count is None where the file has no such figure, which is
    not zero. `conversions` can have decimals: platforms split credit. `breakdown` holds what splits
    the row further (device, keyword); rows of one ad and day then add up. `raw` is the row as
    printed, by header.
    """

    date: dt.date
    campaign: str
    spend_minor: int
    currency: str
    row_number: int = 0
    account: str = ""
    campaign_id: str = ""
    adgroup: str = ""
    adgroup_id: str = ""
    ad: str = ""
    ad_id: str = ""
    impressions: int | None = None
    reach: int | None = None
    clicks: int | None = None
    clicks_link: int | None = None
    views: int | None = None
    engagements: int | None = None
    conversions: Decimal | None = None
    conv_value_minor: int | None = None
    clock: str = "touch"
    breakdown: dict[str, str] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MeasureCheck:
    """One figure of the totals row against the sum of the rows; money in minor units."""

    measure: str
    declared: Decimal
    summed: Decimal

    @property
    def difference(self) -> Decimal:
        """Declared minus summed: positive when rows are missing from the file."""
        return self.declared - self.summed

    @property
    def within_tolerance(self) -> bool:
        return abs(self.difference) <= TOTALS_TOLERANCE * abs(self.declared)


@dataclass(frozen=True, slots=True)
class Totals:
    """The file's own totals row, checked figure by figure (I-11: ±0.5 %)."""

    row_number: int
    label: str
    checks: tuple[MeasureCheck, ...]

    @property
    def within_tolerance(self) -> bool:
        return all(check.within_tolerance for check in self.checks)

    @property
    def spend(self) -> MeasureCheck | None:
        return next((check for check in self.checks if check.measure == "spend_minor"), None)

    @property
    def declared_minor(self) -> int | None:
        return int(self.spend.declared) if self.spend else None

    @property
    def summed_minor(self) -> int | None:
        return int(self.spend.summed) if self.spend else None

    @property
    def difference_minor(self) -> int | None:
        return int(self.spend.difference) if self.spend else None


@dataclass(slots=True)
class SpendFile:
    """A file read to the end. With `problems`, `rows` lacks the rows they name: do not import it.

    `account` is "" when the file names none or several (the rows know theirs). `period` is what
    the file declares, else the first and last day of its rows. `totals` is None without a totals
    row. `sha256` is of the bytes as uploaded.
    """

    layout: str
    platform: str
    account: str
    currency: str
    tz: str
    period: Period | None
    rows: list[SpendRow]
    totals: Totals | None
    warnings: list[RowProblem]
    problems: list[RowProblem]
    sha256: str
    container: str
    encoding: str | None
    delimiter: str | None
    sheet: str | None
    header_row: int
    headers: list[str]
    preamble: Preamble
