"""A guidance path asked of the lake: how many entered each step, and what share went on."""

from dataclasses import dataclass
from datetime import date, timedelta

from drumbeat.content.models import GuidancePath, PathStep
from drumbeat.content.paths.queries import exits_of, line_of, steps_of
from drumbeat.insight.behaviour.told import asks
from drumbeat.insight.lake import lake_of
from drumbeat.insight.results.ground import campaign_codes
from drumbeat.insight.seen import last_seen
from drumbeat.science.rates import judged, wilson
from drumbeat.warehouse import questions
from drumbeat.warehouse.questions import Answer, FunnelStep, Period

QUIET_DAYS = 7  # without its event, a step counts as not tracked


@dataclass(frozen=True)
class Reached:
    """One step. entered: people. went_on: those of them at the next step, or of a side exit at it;
    None at the end. of: whom the rate is a share of. seconds: median since the step before."""

    step: PathStep
    entered: int
    went_on: int | None
    of: int
    seconds: float | None

    @property
    def rate(self) -> float | None:
        return self.went_on / self.of if self.of and self.went_on is not None else None

    @property
    def target(self) -> float | None:
        return None if self.step.target_rate is None else float(self.step.target_rate)

    @property
    def difference(self) -> float | None:
        known = self.rate is not None and self.target is not None
        return self.rate - self.target if known else None

    @property
    def interval(self) -> tuple[float, float] | None:
        return None if self.rate is None else wilson(self.went_on, self.of)

    @property
    def verdict(self) -> str:
        """met, missed, open, or "" where nothing is wanted or known."""
        known = self.went_on is not None and self.target is not None
        return judged(self.went_on, self.of, self.target) if known else ""


@dataclass(frozen=True)
class Measured:
    """steps: in the path's order. answer: of the line. answers: with those of the side exits."""

    steps: list[Reached]
    answer: Answer
    answers: list[Answer]

    @property
    def line(self) -> list[Reached]:
        return [one for one in self.steps if not one.step.is_exit]

    @property
    def through(self) -> float | None:
        """Share of those who entered the first step that came to the last one."""
        return self.answer.rows[-1]["of_first"]


def is_askable(steps: list[PathStep]) -> bool:
    """A question needs two steps that something counts."""
    line = line_of(steps)
    return len(line) > 1 and all(step.is_counted for step in steps)


def measure(path: GuidancePath, period: Period, *, through_campaign: bool) -> Measured:
    """One question to the lake for the line and one for each side exit.

    through_campaign: only those who entered through one of the campaign's tracking links. Two
    queries. Raises ValueError for a path that is not askable.
    """
    steps = steps_of(path)
    line, exits = line_of(steps), exits_of(steps)
    codes = _codes(path)
    asked = [_asked(step, codes) for step in line]
    if through_campaign:
        asked[0] = FunnelStep(asked[0].kind, asked[0].value, asked[0].page, codes)

    def ask(steps):
        return asks(
            path.brand,
            "guidance",
            _ask,
            period=period,
            steps=tuple(steps),
            window_hours=path.window_hours,
        )

    answer = ask(asked)
    answers, reached = [answer], []
    rows = answer.rows
    for place, step in enumerate(line):
        went_on = rows[place + 1]["people"] if place + 1 < len(rows) else None
        here = rows[place]["people"]
        reached.append(Reached(step, here, went_on, here, rows[place]["median_seconds"]))
        for leaving in exits.get(step.pk, ()):
            found = ask([*asked[: place + 1], _asked(leaving, codes)])
            answers.append(found)
            left = found.rows[-1]
            reached.append(
                Reached(leaving, left["people"], left["people"], here, left["median_seconds"])
            )
    return Measured(reached, answer, answers)


def untracked(path: GuidancePath, steps: list[PathStep], today: date) -> list[PathStep]:
    """Steps whose event nobody sent in the last days, while the campaign runs (two queries)."""
    campaign = path.campaign
    if path.state != "in_force" or not campaign.starts_on <= today <= campaign.ends_on:
        return []
    counted, codes = [step for step in steps if step.is_counted], _codes(path)
    asked = tuple(_asked(step, codes) for step in counted)
    times = last_seen(lake_of(path.brand), asked, today - timedelta(days=QUIET_DAYS))
    return [step for step, at in zip(counted, times, strict=True) if at is None]


def _codes(path: GuidancePath) -> tuple[str, ...]:
    return tuple(sorted(campaign_codes(path.campaign)["code"].to_pylist()))


def _asked(step: PathStep, codes: tuple[str, ...]) -> FunnelStep:
    if step.counts_as == "link":
        return FunnelStep("link", codes=codes)
    return FunnelStep(step.counts_as, step.counted, step.on_page)


def _ask(lake, *, steps: tuple, **asked) -> Answer:
    return questions.funnel(lake, steps=list(steps), **asked)
