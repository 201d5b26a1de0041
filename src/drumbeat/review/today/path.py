"""The first hour: from a goal to the first learning, each step ticked off when it is done."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from drumbeat.channels.models import Placement, SpendFact
from drumbeat.content.models import Brief, Version
from drumbeat.knowledge.models import Learning
from drumbeat.people.models import Brand
from drumbeat.strategy.models import Audience, Campaign, Goal, MessageHouse, Plan


@dataclass(frozen=True)
class Stone:
    """One step of the path. route: where it is done; act: who may do it."""

    key: str
    title: str
    why: str
    route: str
    act: str
    model: type
    which: tuple = ()


PATH = (
    Stone("goal", _("Write a goal"), _("Everything else hangs on the outcome you want."),
          "strategy:new_goal", "goal.create", Goal),
    Stone("audience", _("Say whom you address"), _("Who is in, who is left out, on what consent."),
          "strategy:audiences", "audience.create", Audience),
    Stone("house", _("Build the message house"),
          _("One umbrella, a few pillars, messages with their proof."),
          "strategy:houses", "message.create", MessageHouse),
    Stone("plan", _("Plan it, with a budget"), _("What you do, what you do not do, for how much."),
          "strategy:new_plan", "plan.create", Plan),
    Stone("campaign", _("Open the campaign"), _("The page where all modules meet."),
          "strategy:new_campaign", "campaign.create", Campaign),
    Stone("brief", _("Brief the content team"), _("They say it back in their own words."),
          "content:new_brief", "brief.create", Brief),
    Stone("version", _("Approve the first asset"), _("From then on its bytes are pinned."),
          "content:assets", "asset.view", Version, (("state__in", ("approved", "published")),)),
    Stone("placement", _("Book a placement"), _("Its code and link are minted with it."),
          "channels:placements", "placement.create", Placement),
    Stone("spend", _("Drop in the first spend file"), _("Totals are proven before anything counts."),
          "channels:spend_imports", "spend.view", SpendFact),
    Stone("learning", _("Publish a learning"), _("The next plan has to answer it."),
          "knowledge:learnings", "learning.view", Learning, (("state", "published"),)),
)  # fmt: skip


@dataclass(frozen=True)
class Step:
    """A stone with whether it is laid. is_next: the first one that is not."""

    stone: Stone
    is_done: bool
    is_next: bool


def path_of(brand: Brand) -> list[Step]:
    """Which steps of the first hour this brand has taken (one query)."""
    done = _done(brand)
    following = next((stone.key for stone in PATH if not done[stone.key]), "")
    return [Step(stone, done[stone.key], stone.key == following) for stone in PATH]


def is_walked(steps: list[Step]) -> bool:
    """The path is put away once a campaign with a placement stands."""
    return all(step.is_done for step in steps if step.stone.key in ("campaign", "placement"))


def _done(brand) -> dict[str, bool]:
    questions = {
        stone.key: Exists(stone.model.objects.filter(brand=OuterRef("pk"), **dict(stone.which)))
        for stone in PATH
    }
    found = Brand.objects.filter(pk=brand.pk).values(
        **{f"has_{key}": question for key, question in questions.items()}
    )
    return {key.removeprefix("has_"): value for key, value in found.get().items()}
