"""The pages about visits and customers: one question each, all with the same frame."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from drumbeat.insight.behaviour import cohorts, customers, paths, returning, traffic
from drumbeat.insight.behaviour.asking import (
    CohortForm,
    CustomersForm,
    Question,
    QuestionForm,
    ReturningForm,
    TrafficForm,
)
from drumbeat.insight.behaviour.paths import PathForm
from drumbeat.insight.behaviour.told import Told


@dataclass(frozen=True)
class QuestionPage:
    """name: of its route and of its file. tell: (brand, question) → what it comes to."""

    name: str
    title: Promise
    lead: Promise
    form: type[QuestionForm]
    tell: Callable[[object, Question], Told]

    @property
    def template(self) -> str:
        return f"insight/behaviour/{self.name}.html"


_ALL = [
    QuestionPage(
        "traffic",
        _("Traffic"),
        _("Who came through what, how the visit went, and what it bought."),
        TrafficForm,
        traffic.told,
    ),
    QuestionPage(
        "paths",
        _("Paths taken"),
        _("What people did next, or before: the ways that were taken most often."),
        PathForm,
        paths.told,
    ),
    QuestionPage(
        "cohorts",
        _("Cohorts"),
        _("Of those who first came in one week or month, who came again in the next ones."),
        CohortForm,
        cohorts.told,
    ),
    QuestionPage(
        "returning",
        _("New and returning"),
        _("How many people are new, how many were here before, and what each of them bring."),
        ReturningForm,
        returning.told,
    ),
    QuestionPage(
        "customers",
        _("Customer value"),
        _("How lately, how often and for how much people bought, and whether they buy again."),
        CustomersForm,
        customers.told,
    ),
]
PAGES: dict[str, QuestionPage] = {page.name: page for page in _ALL}
