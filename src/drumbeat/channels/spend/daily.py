"""From the rows of a spend file to one figure per ad and day: rows in, facts out, no database."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from drumbeat.formats.spend import SpendRow

LONGEST = 400
BETWEEN = " › "
_COUNTS = ("impressions", "clicks", "conversions", "conversion_value_minor")


@dataclass
class DailySpend:
    """One ad (or ad group, or campaign) of one account on one day; money in minor units.

    A count is None where the file has no such figure. `raw` holds the rows it was summed from.
    """

    account: str
    date: date
    campaign: str
    entity: str
    label: str
    currency: str
    spend_minor: int = 0
    impressions: int | None = None
    clicks: int | None = None
    conversions: Decimal | None = None
    conversion_value_minor: int | None = None
    raw: list[dict[str, str]] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, date, str]:
        return self.account, self.date, self.entity

    @property
    def figures(self) -> tuple:
        return self.spend_minor, *(getattr(self, name) for name in _COUNTS)


def daily_spend(rows: Iterable[SpendRow], account: str = "") -> list[DailySpend]:
    """Rows of one ad and day, split by device or keyword, added up. account: where rows name none.

    So an export with a breakdown replaces one without, instead of counting beside it.
    """
    facts: dict[tuple, DailySpend] = {}
    for row in rows:
        fact = _fact(row, account)
        _add(facts.setdefault(fact.key, fact), row)
    return list(facts.values())


def _fact(row, account):
    return DailySpend(
        account=(row.account or account)[:120],
        date=row.date,
        campaign=fitted(row.campaign_id or row.campaign),
        entity=fitted(
            _path(
                row.campaign_id or row.campaign, row.adgroup_id or row.adgroup, row.ad_id or row.ad
            )
        ),
        label=fitted(_path(row.campaign, row.adgroup, row.ad)),
        currency=row.currency,
    )


def _path(*parts):
    return BETWEEN.join(part for part in parts if part)


def fitted(text: str) -> str:
    """The text, or as much of it as the column holds, made unique by its hash."""
    if len(text) <= LONGEST:
        return text
    return f"{text[: LONGEST - 17]}…{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def _add(fact, row):
    fact.spend_minor += row.spend_minor
    fact.raw.append(row.raw)
    clicks = row.clicks if row.clicks is not None else row.clicks_link
    for name, value in zip(
        _COUNTS, (row.impressions, clicks, row.conversions, row.conv_value_minor), strict=True
    ):
        if value is not None:
            setattr(fact, name, (getattr(fact, name) or 0) + value)


def entities(facts: Iterable[DailySpend]) -> list[dict]:
    """Each ad of a file with its totals, largest spend first: what is mapped to placements.

    Keys: account, entity, label, days, spend_minor, impressions, clicks.
    """
    found: dict[tuple, dict] = {}
    for fact in facts:
        entry = found.setdefault(
            (fact.account, fact.entity),
            {
                "account": fact.account,
                "entity": fact.entity,
                "label": fact.label,
                "days": 0,
                "spend_minor": 0,
                "impressions": 0,
                "clicks": 0,
            },
        )
        entry["days"] += 1
        entry["spend_minor"] += fact.spend_minor
        entry["impressions"] += fact.impressions or 0
        entry["clicks"] += fact.clicks or 0
    return sorted(found.values(), key=lambda entry: (-entry["spend_minor"], entry["label"]))
