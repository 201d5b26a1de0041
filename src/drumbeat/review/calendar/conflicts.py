"""What on the calendar stands in the way of something else, why, and what to do about it.

Each rule is a function over the entries of a window, one row of RULES. A rule speaks only of what
can still be changed: what is live or over is history.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from drumbeat.content.models import Brief
from drumbeat.people.records import in_language
from drumbeat.review.calendar.entries import Entry
from drumbeat.review.calendar.marks import mark
from drumbeat.science.calendar import by_key

A_DAY = 2
"""Go-lives to one audience in one channel on one day that people still notice."""
WORKING_DAYS_FOR_A_BRIEF = 5
WORKING_DAYS_FOR_A_VERSION = 3

OPEN = ("planned", "booked", "armed")
NOT_UNDERSTOOD = ("draft", "submitted", "restated")


@dataclass(frozen=True)
class Conflict:
    """entries: whom it concerns. told: what its sentence names.

    It is put into words where it is shown: a quarter may have a thousand, and a page shows twelve.
    """

    rule: str
    day: date
    entries: tuple[Entry, ...]
    told: dict

    @property
    def name(self) -> str:
        return str(RULES[self.rule].name)

    @property
    def what(self) -> str:
        return RULES[self.rule].what % self.told

    @property
    def mend(self) -> str:
        return str(RULES[self.rule].mend)


@dataclass(frozen=True)
class Rule:
    """what: the conflict in a sentence; mend: what to do. found: all that there are in a scene."""

    name: str | Promise
    what: str | Promise
    mend: str | Promise
    found: Callable[["Scene"], Iterator[Conflict]]


@dataclass(frozen=True)
class Scene:
    """What the rules look at. unready: briefs not yet understood, by campaign."""

    go_lives: list[Entry]
    campaigns: list[Entry]
    calendar: str
    today: date
    unready: dict[str, list[tuple[str, frozenset[str]]]]


def conflicts(brand, found: list[Entry], today: date) -> list[Conflict]:
    """All conflicts among the entries of a window, by day (two queries)."""
    go_lives = [e for e in found if e.kind == "placement" and e.state in OPEN]
    coming = [entry for entry in go_lives if entry.first >= today]
    scene = Scene(
        coming,
        [entry for entry in found if entry.kind == "campaign"],
        brand.calendar,
        today,
        _unready({entry.campaign_id for entry in coming}),
    )
    seen = [conflict for rule in RULES.values() for conflict in rule.found(scene)]
    return sorted(seen, key=lambda conflict: (conflict.day, conflict.rule))


def _unready(campaigns):
    """Briefs that content has not taken on yet, of these campaigns, each with its messages."""
    found = Brief.objects.current().filter(campaign__in=campaigns, state__in=NOT_UNDERSTOOD)
    by_campaign = {}
    for brief in found.prefetch_related("messages").order_by("pk"):
        messages = frozenset(message.pk for message in brief.messages.all())
        name = in_language(brief.title_en, brief.title_zh)
        by_campaign.setdefault(brief.campaign_id, []).append((name, messages))
    return by_campaign


def crowded(scene: Scene) -> Iterator[Conflict]:
    groups = {}
    for entry in scene.go_lives:
        if entry.audience_id:
            groups.setdefault((entry.first, entry.channel_id, entry.audience_id), []).append(entry)
    for (day, _channel, _audience), group in groups.items():
        if len(group) > A_DAY:
            told = {"count": len(group), "channel": group[0].channel}
            yield Conflict("crowded", day, tuple(group), told)


def on_a_day_off(scene: Scene) -> Iterator[Conflict]:
    for entry in scene.go_lives:
        day = mark(entry.first, scene.calendar)
        if day.is_off:
            told = {"name": entry.title, "holiday": day.name}
            yield Conflict("day_off", entry.first, (entry,), told)


def brief_not_understood(scene: Scene) -> Iterator[Conflict]:
    working, waiting = by_key(scene.calendar), {}
    early_enough = working.add_working_days(scene.today, WORKING_DAYS_FOR_A_BRIEF)
    for entry in scene.go_lives:
        if entry.first >= early_enough:
            continue
        for brief in scene.unready.get(entry.campaign_id, ()):
            _name, messages = brief
            if not messages or not entry.message_id or entry.message_id in messages:
                waiting.setdefault(brief, []).append(entry)
    for (name, _messages), group in waiting.items():
        first = min(group, key=lambda entry: entry.first)
        left = working.working_days_between(scene.today, first.first)
        told = {"name": first.title, "days": left, "brief": name}
        yield Conflict("brief", first.first, tuple(group), told)


def nothing_to_show(scene: Scene) -> Iterator[Conflict]:
    working = by_key(scene.calendar)
    early_enough = working.add_working_days(scene.today, WORKING_DAYS_FOR_A_VERSION)
    for entry in scene.go_lives:
        if not entry.has_version and entry.first < early_enough:
            left = working.working_days_between(scene.today, entry.first)
            told = {"name": entry.title, "days": left}
            yield Conflict("version", entry.first, (entry,), told)


def two_starts(scene: Scene) -> Iterator[Conflict]:
    by_day = {}
    for entry in scene.campaigns:
        if entry.first >= scene.today and entry.state in ("draft", "ready"):
            by_day.setdefault(entry.first, []).append(entry)
    for day, group in by_day.items():
        if len(group) > 1:
            yield Conflict("two_starts", day, tuple(group), {"count": len(group)})


def outside_its_campaign(scene: Scene) -> Iterator[Conflict]:
    days = {entry.pk: (entry.first, entry.last) for entry in scene.campaigns}
    for entry in scene.go_lives:
        first, last = days.get(entry.campaign_id, (entry.first, entry.last))
        if entry.first < first or entry.last > last:
            told = {"name": entry.title, "campaign": entry.campaign}
            yield Conflict("outside", entry.first, (entry,), told)


RULES = {
    "crowded": Rule(
        _("Too much at once"),
        _("%(count)s pieces reach the same audience through %(channel)s on one day."),
        _("Move one to another day, or let it speak to another audience."),
        crowded,
    ),
    "day_off": Rule(
        _("On a day off"),
        _("“%(name)s” goes live on a statutory day off (%(holiday)s): nobody is at work."),
        _("Move it to a working day, or agree who is on duty."),
        on_a_day_off,
    ),
    "brief": Rule(
        _("Brief not acknowledged"),
        _(
            "The brief “%(brief)s” is not acknowledged; “%(name)s” goes live in %(days)s working days."
        ),
        _("Have the brief restated and confirmed today, or move the go-live."),
        brief_not_understood,
    ),
    "version": Rule(
        _("Nothing to show"),
        _("“%(name)s” goes live in %(days)s working days without an approved version."),
        _("Pin an approved version to it, or move the go-live."),
        nothing_to_show,
    ),
    "two_starts": Rule(
        _("Two openings"),
        _("%(count)s campaigns open on one day and take each other’s stage."),
        _("Open one of them on another day."),
        two_starts,
    ),
    "outside": Rule(
        _("Outside its campaign"),
        _("The flight of “%(name)s” reaches beyond the days of “%(campaign)s”."),
        _("Move it into the campaign, or change the campaign’s days."),
        outside_its_campaign,
    ),
}
