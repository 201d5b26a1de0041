"""Where everything is: the rooms, their pages, and which of them an address lies in."""

from dataclasses import dataclass
from functools import cache

from django.urls import get_script_prefix, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Page:
    """A room's page. act: what a member must be allowed to see it.

    also: further addresses, inside the brand, whose objects belong under this page.
    """

    route: str
    label: str | Promise
    act: str
    also: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        return address(self.route)

    def reach(self, path: str) -> int:
        """How many characters of `path` (below the brand's prefix) lead to this page; 0: none."""
        starts = (_below(self.route), *self.also)
        return max((len(start) for start in starts if path.startswith(start)), default=0)


def address(route: str) -> str:
    """What `reverse` gives: every page asks for all addresses of the shell, so they are kept."""
    return get_script_prefix() + _below(route)


@cache
def _below(route: str) -> str:
    """The route's address without the brand's prefix, which goes with the request."""
    return reverse(route).removeprefix(get_script_prefix())


@dataclass(frozen=True)
class Room:
    """A room of the navigation and its pages, the first page first."""

    label: str | Promise
    icon: str
    pages: tuple[Page, ...]

    def pages_for(self, member) -> list[Page]:
        return [page for page in self.pages if member.may(page.act)]


ROOMS = (
    Room(_("Today"), "sun", (Page("review:today", _("Today"), "home.view"),)),
    Room(
        _("Strategy"),
        "target",
        (
            Page("strategy:goals", _("Goals"), "goal.view", ("strategy/key-results/",)),
            Page("strategy:kpi_trees", _("KPI trees"), "goal.view", ("strategy/kpi-parts/",)),
            Page("strategy:my_part", _("My part"), "goal.view"),
            Page(
                "strategy:plans",
                _("Plans"),
                "plan.view",
                (
                    "strategy/lines/",
                    "strategy/plan-uploads/",
                    "strategy/rates/",
                    "strategy/limits/",
                    "strategy/releases/",
                    "strategy/timeline/",
                    "channels/plans/",
                    "channels/rollup/",
                ),
            ),
            Page("strategy:campaigns", _("Campaigns"), "campaign.view"),
            Page("strategy:audiences", _("Audiences"), "audience.view"),
            Page(
                "strategy:houses",
                _("Messages"),
                "message.view",
                (
                    "strategy/houses/",
                    "strategy/pillars/",
                    "strategy/proofs/",
                    "strategy/route-tests/",
                    "strategy/wordings/",
                ),
            ),
            Page(
                "strategy:brand_platforms",
                _("Brand platform"),
                "brand_platform.view",
                ("strategy/brand-rules/",),
            ),
            Page(
                "strategy:trackers",
                _("Brand health"),
                "research.view",
                ("strategy/tracked-brands/", "strategy/waves/"),
            ),
            Page("strategy:wall", _("Market"), "research.view"),
            Page(
                "strategy:competitors",
                _("Competitors"),
                "research.view",
                ("strategy/products/", "strategy/observations/"),
            ),
            Page("strategy:register", _("SWOT"), "research.view"),
            Page(
                "strategy:crises",
                _("Crises"),
                "crisis.view",
                ("strategy/statements/", "channels/crises/"),
            ),
            Page(
                "strategy:studies",
                _("Research"),
                "research.view",
                (
                    "strategy/questionnaires/",
                    "strategy/questions/",
                    "strategy/themes/",
                    "strategy/interviews/",
                    "strategy/passages/",
                    "strategy/segments/",
                ),
            ),
            Page("strategy:insights", _("Insights"), "research.view"),
        ),
    ),
    Room(
        _("Content"),
        "brief",
        (
            Page(
                "content:briefs",
                _("Briefs"),
                "brief.view",
                ("content/concepts/", "content/brief-types"),
            ),
            Page(
                "content:topics",
                _("Topics"),
                "brief.view",
                ("content/pillars/", "content/angles/", "content/signals/"),
            ),
            Page("content:matrix", _("Matrix"), "brief.view"),
            Page(
                "content:paths",
                _("Guidance paths"),
                "brief.view",
                ("content/path-steps/", "insight/guidance/"),
            ),
            Page("review:calendar", _("Calendar"), "campaign.view"),
            Page(
                "content:assets",
                _("Library"),
                "asset.view",
                (
                    "content/versions/",
                    "content/findings/",
                    "content/rights",
                    "content/tags",
                    "content/collections",
                    "content/sharing/",
                    "content/uploads/",
                ),
            ),
            Page("content:proofs", _("Proofs"), "asset.view", ("content/proofs.",)),
            Page("content:copy_check", _("Copy check"), "asset.view", ("content/copy-check.",)),
            Page("content:consistency", _("Consistency"), "asset.view"),
        ),
    ),
    Room(
        _("Channels"),
        "pin",
        (
            Page("channels:placements", _("Placements"), "placement.view", ("channels/links/",)),
            Page("channels:flights", _("Flight board"), "placement.view"),
            Page("channels:spend_imports", _("Spend files"), "spend.view"),
            Page("channels:mapping_rules", _("Mapping rules"), "spend.view"),
            Page("channels:channels", _("Channels"), "channel.view"),
        ),
    ),
    Room(
        _("Insight"),
        "chart",
        (
            Page("insight:results", _("Results"), "metric.view"),
            Page(
                "insight:attribution",
                _("Attribution"),
                "attribution.view",
                ("insight/change/",),
            ),
            Page("insight:content_results", _("Content results"), "metric.view"),
            Page("insight:traffic", _("Traffic"), "metric.view"),
            Page("insight:funnels", _("Funnels"), "metric.view"),
            Page("insight:paths", _("Paths taken"), "metric.view"),
            Page("insight:cohorts", _("Cohorts"), "metric.view"),
            Page("insight:returning", _("New and returning"), "metric.view"),
            Page("insight:customers", _("Customer value"), "metric.view"),
            Page("insight:sources", _("Sources"), "source.view"),
            Page("insight:health", _("Data health"), "source.view"),
            Page("insight:conversions", _("Conversions"), "metric.view"),
            Page("insight:order_imports", _("Order files"), "source.view"),
            Page("insight:metrics", _("What numbers mean"), "metric.view", ("strategy/metrics/",)),
        ),
    ),
    Room(
        _("Work"),
        "check",
        (
            Page("work:mine", _("My work"), "task.view"),
            Page("work:tasks", _("All tasks"), "task.view"),
            Page("work:runs", _("Runs"), "run.view"),
            Page("work:handoffs", _("Handoffs"), "handoff.view"),
            Page("work:playbooks", _("Playbooks"), "playbook.view", ("work/playbook-versions/",)),
            Page("work:files", _("Files"), "task.view"),
        ),
    ),
    Room(_("Review"), "drum", (Page("review:campaigns", _("Campaigns"), "campaign.view"),)),
    Room(_("Knowledge"), "bulb", (Page("knowledge:learnings", _("Learnings"), "learning.view"),)),
)

# Reached from the member's menu, not from the navigation.
OFFICE = Room(
    _("Members and settings"),
    "settings",
    (
        Page("people:profile", _("Your profile"), "home.view"),
        Page("people:members", _("Members"), "home.view"),
        Page("people:notices", _("Notices"), "home.view"),
        Page("people:audit", _("Audit trail"), "audit_log.view"),
        Page("insight:person_requests", _("Personal data"), "personal_data_export.view"),
    ),
)


def place(path: str) -> tuple[Room | None, Page | None]:
    """The room and page that an address lies in; (None, None) for an address outside all."""
    path = path.removeprefix(get_script_prefix())
    reached = [(page.reach(path), room, page) for room in (*ROOMS, OFFICE) for page in room.pages]
    length, room, page = max(reached, key=lambda found: found[0])
    return (room, page) if length else (None, None)
