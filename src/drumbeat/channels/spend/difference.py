"""What a file would change: its facts against those that are current (I-09)."""

from dataclasses import dataclass, field

from drumbeat.channels.spend.daily import BETWEEN, DailySpend
from drumbeat.channels.spend.models import SpendFact


@dataclass
class Difference:
    """new: facts to add. gone: current facts that a new one, or nothing, takes the place of.

    changed: pairs (current, new) of one key with other figures; both are in `gone` and `new` too.
    """

    new: list[DailySpend] = field(default_factory=list)
    gone: list[SpendFact] = field(default_factory=list)
    changed: list[tuple[SpendFact, DailySpend]] = field(default_factory=list)
    same: int = 0

    @property
    def changes_nothing(self) -> bool:
        return not self.new and not self.gone

    def as_numbers(self) -> dict:
        """Counts of rows and the money by which the total moves, in minor units."""
        changed = len(self.changed)
        return {
            "new": len(self.new) - changed,
            "changed": changed,
            "removed": len(self.gone) - changed,
            "same": self.same,
            "spend_minor": sum(f.spend_minor for f in self.new)
            - sum(f.spend_minor for f in self.gone),
        }


def difference(brand, platform: str, facts: list[DailySpend]) -> Difference:
    """Facts of one file against the brand's current ones of that platform (one query).

    A file speaks for the campaigns and days it contains: what is current there and not in the
    file goes. A campaign is the same by its id or by its name, so an export with an id column
    replaces one without.
    """
    found = Difference()
    if not facts:
        return found
    incoming = {fact.key: fact for fact in facts}
    spoken_for = {
        (fact.account, fact.date, name) for fact in facts for name in (fact.campaign, _name(fact))
    }
    for current in _current(brand, platform, facts):
        fact = incoming.pop((current.account, current.date, current.entity), None)
        if fact is None:
            if _campaigns(current) & spoken_for:
                found.gone.append(current)
        elif _says(current) == _says(fact):
            found.same += 1
        else:
            found.gone.append(current)
            found.new.append(fact)
            found.changed.append((current, fact))
    found.new.extend(incoming.values())
    return found


def _current(brand, platform, facts):
    days = [fact.date for fact in facts]
    return SpendFact.objects.filter(
        brand=brand,
        platform=platform,
        is_current=True,
        date__range=(min(days), max(days)),
        account__in={fact.account for fact in facts},
    ).defer("raw")


def _name(fact):
    return fact.label.split(BETWEEN)[0]


def _campaigns(current):
    return {(current.account, current.date, name) for name in (current.campaign, _name(current))}


def _says(fact):
    return (
        fact.label,
        fact.currency,
        fact.spend_minor,
        fact.impressions,
        fact.clicks,
        fact.conversions,
        fact.conversion_value_minor,
    )
