"""What stands on the calendar: three kinds of entries, read for the days of one window only."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

from django.db.models import Exists, F, OuterRef, Q
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drumbeat.channels.models import Channel, Pin, Placement
from drumbeat.channels.placements.states import PLACEMENT
from drumbeat.content.briefs.states import BRIEF
from drumbeat.content.models import Brief
from drumbeat.people.records import name_in_language
from drumbeat.review.calendar.window import Window
from drumbeat.strategy.campaigns.states import CAMPAIGN
from drumbeat.strategy.models import Campaign

KINDS = {
    "campaign": gettext_lazy("Campaigns"),
    "brief": gettext_lazy("Briefs due"),
    "placement": gettext_lazy("Go-lives"),
}
LABELS = {
    "campaign": gettext_lazy("Campaign"),
    "brief": gettext_lazy("Brief due"),
    "placement": gettext_lazy("Goes live"),
}
ROUTES = {
    "campaign": "review:campaign",
    "brief": "content:brief",
    "placement": "channels:placement",
}
MACHINES = {"campaign": CAMPAIGN, "brief": BRIEF, "placement": PLACEMENT}
MODULES = {"campaign": "strategy", "brief": "content", "placement": "channels"}
FILTERS = ("kind", "channel", "owner", "audience")

_OWN = ("pk", "brand_id", "state", "owner_id", "row_version", "archived_at")
_HISTORY = ("created_at", "updated_at")


@dataclass(frozen=True)
class Entry:
    """One campaign, brief or placement. first, last: its days; both the due day of a brief.

    Withdrawn is what was cancelled or archived: nothing but a feed still tells of it, and of when
    it was made and changed.

    It can be asked for permission like the record that it stands for.
    """

    kind: str
    pk: str
    brand_id: str
    title: str
    first: date
    last: date
    state: str
    row_version: int
    owner_id: str
    owner: str
    archived_at: datetime | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    campaign_id: str = ""
    campaign: str = ""
    channel_id: str = ""
    channel: str = ""
    audience_id: str = ""
    message_id: str = ""
    has_version: bool = True
    conflicts: list = field(default_factory=list, compare=False)

    def belongs_to(self, member) -> bool:
        return self.owner_id == member.pk

    @property
    def is_withdrawn(self) -> bool:
        return self.state == "cancelled" or self.archived_at is not None

    @property
    def module(self) -> str:
        return MODULES[self.kind]

    @property
    def state_label(self) -> str:
        return str(MACHINES[self.kind].label(self.state))

    @property
    def kind_label(self) -> str:
        return str(LABELS[self.kind])

    @property
    def url(self) -> str:
        return _address(ROUTES[self.kind], self.pk)

    @property
    def move_url(self) -> str:
        return _address(f"review:move_{self.kind}", self.pk)

    def fixed(self, member) -> str:
        """Why this member cannot move it to another day; nothing when they can."""
        if self.kind == "campaign":
            return _(
                "A campaign’s days are changed on its own page: its flights stay where they are."
            )
        if self.kind == "brief" and self.state != "draft":
            return _("It is submitted: have it returned with a reason, then change its day.")
        if self.kind == "placement" and self.state not in ("planned", "booked"):
            return _("It is armed or past that: what was checked is what goes live.")
        if not member.may(f"{self.kind}.edit", self):
            return _("Your roles do not allow this.")
        return ""


def _address(route: str, key: str) -> str:
    """What `reverse` gives: a page asks for hundreds, so what is around the key is kept."""
    before, after = _around_key(route)
    return f"{get_script_prefix()}{before}{key}{after}"


@cache
def _around_key(route: str) -> list[str]:
    """The route's address without the brand's prefix, which goes with the request."""
    return reverse(route, args=["~"]).removeprefix(get_script_prefix()).split("~")


@dataclass(frozen=True)
class Filters:
    """What is asked for; an empty value asks for all."""

    kind: str = ""
    channel: str = ""
    owner: str = ""
    audience: str = ""

    @classmethod
    def of(cls, asked) -> "Filters":
        return cls(**{name: str(asked.get(name) or "")[:40] for name in FILTERS})

    def chosen(self) -> dict[str, str]:
        return {name: value for name in FILTERS if (value := getattr(self, name))}


def kinds_for(member) -> list[str]:
    return [kind for kind in KINDS if member.may(f"{kind}.view")]


def entries(
    brand, window: Window, filters: Filters, kinds: Iterable[str], *, with_history=False
) -> list[Entry]:
    """All that stands in the window, by day: one query a kind. kinds: that may be seen.

    with_history: what was withdrawn, too, and when each was made and changed.
    """
    columns = _HISTORY if with_history else ()
    found = [
        entry
        for kind in kinds
        if filters.kind in ("", kind)
        for entry in _READ[kind](brand, window, filters, columns)
        if with_history or not entry.is_withdrawn
    ]
    return sorted(found, key=lambda entry: (entry.first, entry.kind, entry.pk))


def _placements(brand, window, filters, columns):
    found = Placement.objects.of(brand)
    if window.view == "timeline":
        found = found.filter(starts_on__lte=window.last, ends_on__gte=window.first)
    else:
        found = found.filter(starts_on__range=(window.first, window.last))
    found = _narrowed(found, filters, channel="channel", audience="audience")
    return _entries(
        "placement",
        found,
        *columns,
        *("campaign_id", "channel_id", "message_id", "audience_id"),
        first=F("starts_on"),
        last=F("ends_on"),
        campaign_named=name_in_language("campaign"),
        channel_named=name_in_language("channel"),
        has_version=Exists(Pin.objects.filter(placement=OuterRef("pk"))),
    )


def _briefs(brand, window, filters, columns):
    found = Brief.objects.of(brand).filter(due_on__range=(window.first, window.last))
    if filters.channel:
        # One that names no channel shows where its campaign goes.
        named = Channel.briefs.through.objects.filter(brief=OuterRef("pk"))
        goes_along = ~Exists(named) & _goes_to(filters.channel, "campaign_id")
        found = found.filter(Exists(named.filter(channel=filters.channel)) | goes_along)
    return _entries(
        "brief",
        _narrowed(found, filters, audience="audiences"),
        *columns,
        "campaign_id",
        first=F("due_on"),
        last=F("due_on"),
        campaign_named=name_in_language("campaign"),
    )


def _campaigns(brand, window, filters, columns):
    found = Campaign.objects.of(brand)
    found = found.filter(starts_on__lte=window.last, ends_on__gte=window.first)
    if filters.channel:
        found = found.filter(_goes_to(filters.channel, "pk"))
    found = _narrowed(found, filters, audience="plan__audiences")
    return _entries("campaign", found, *columns, first=F("starts_on"), last=F("ends_on"))


def _entries(kind, found, *columns, **told):
    """told: by field of an entry, what it is in the database; `_named` where that is a relation."""
    names = {"title": name_in_language(), "owner_named": F("owner__person__name")}
    rows = found.order_by().values(*_OWN, *columns, **names, **told)
    return [Entry(kind=kind, **_filled(row)) for row in rows]


def _filled(row):
    """Without what a row has none of, as an entry has its own word for that."""
    return {name.removesuffix("_named"): value for name, value in row.items() if value is not None}


def _narrowed(found, filters, **columns):
    asked = {column: getattr(filters, name) for name, column in columns.items()}
    asked = {column: value for column, value in asked.items() if value}
    return found.filter(**asked, **({"owner": filters.owner} if filters.owner else {}))


def _goes_to(channel, campaign):
    return Q(
        Exists(Placement.objects.current().filter(channel=channel, campaign=OuterRef(campaign)))
    )


_READ = {"campaign": _campaigns, "brief": _briefs, "placement": _placements}
