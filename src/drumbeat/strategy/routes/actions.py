"""Testing routes against one another, and taking one over into the house."""

from datetime import date

from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Problem, Refused, WrongState
from drumbeat.strategy.changing import announced
from drumbeat.strategy.messages.models import KeyMessage, MessageHouse
from drumbeat.strategy.routes import block
from drumbeat.strategy.routes.models import RouteChoice, RouteTest
from drumbeat.strategy.routes.results import Compared
from drumbeat.strategy.studies.models import Study
from drumbeat.strategy.surveys.models import Question, Questionnaire

KINDS = (gettext_noop("route test"), gettext_noop("route choice"))
MOST = 5
LONGEST_NAME = 160


@transaction.atomic
def begin(
    house: MessageHouse,
    message: KeyMessage | None,
    others: list[dict],
    *,
    by,
    starts_on: date,
    ends_on: date,
    each: int,
) -> RouteTest:
    """A study of these routes, its questionnaire written: only to be opened for answers.

    others: [{"en", "zh"}], the routes beside what stands there now. each: respondents a route.
    Raises NotAllowed, Refused naming what is missing.
    """
    by.must("research.create")
    now = _standing(house, message)
    routes = [now, *others]
    if not 2 <= len(routes) <= MOST:
        raise Refused(Problem(_("Write one to four routes beside the one that stands."), "zh_b"))
    languages = _languages(routes)
    study = _study(house, message, by)
    study.starts_on, study.ends_on, study.sample_size = starts_on, ends_on, each * len(routes)
    with recorded(by, "created", study):
        study.save()
    questionnaire = _questionnaire(study, languages, by)
    with recorded(by, "created", questionnaire):
        questionnaire.save()
        Question.objects.bulk_create(_questions(questionnaire, routes, by))
    test = RouteTest(
        brand=house.brand, owner=by, house=house, message=message, study=study, block=block.DATED
    )
    with recorded(by, "created", test):
        test.save()
    return test


def _standing(house, message) -> dict:
    if message is not None:
        return {"en": message.title_en, "zh": message.title_zh}
    return {"en": house.umbrella_en, "zh": house.umbrella_zh}


def _languages(routes) -> str:
    """In which languages every route is written. Raises Refused when there is none."""
    whole = [name for name in ("zh", "en") if all(route[name] for route in routes)]
    if not whole:
        raise Refused(
            Problem(_("Write all routes in the same language, as the one that stands is."), "zh_b")
        )
    return "both" if len(whole) == 2 else whole[0]


def _study(house, message, by) -> Study:
    study = Study(
        brand=house.brand,
        owner=by,
        method="route",
        consent_basis="informed",
        currency=house.brand.currency,
        sample_plan=_(
            "Everybody sees one route, drawn by chance, and answers about that one alone."
        ),
        question=_("Which words should stand for “%s”?") % (message or house),
    )
    for language, field in (("en", "title_en"), ("zh-hans", "title_zh")):
        with override(language):
            name = _("Routes: %s") % (message or house)
            setattr(study, field, Truncator(name).chars(LONGEST_NAME))
    return study


def _questionnaire(study, languages, by) -> Questionnaire:
    pairs = {"title": block.TITLE, "consent": block.CONSENT, "thanks": block.THANKS}
    said = {
        f"{name}_{language}": words
        for name, pair in pairs.items()
        for language, words in zip(("en", "zh"), pair, strict=True)
    }
    return Questionnaire(
        brand=study.brand,
        owner=by,
        study=study,
        languages=languages,
        fast_seconds=block.FASTEST_SECONDS,
        **said,
    )


def _questions(questionnaire, routes, by):
    shared = {"brand": questionnaire.brand, "owner": by, "questionnaire": questionnaire}
    yield Question(
        **shared,
        key=block.ROUTE,
        kind="single",
        text_en=block.SHOWN[0],
        text_zh=block.SHOWN[1],
        options=[
            {"key": key, "en": route["en"], "zh": route["zh"], "role": "shown"}
            for key, route in zip("abcde", routes, strict=False)
        ],
    )
    for position, asked in enumerate(block.BLOCK, start=1):
        low, high = asked.ends
        yield Question(
            **shared,
            key=asked.key,
            position=position,
            kind=asked.kind,
            text_en=asked.en,
            text_zh=asked.zh,
            is_required=asked.required,
            low_en=low[0],
            low_zh=low[1],
            high_en=high[0],
            high_zh=high[1],
        )


@transaction.atomic
def take_over(test: RouteTest, compared: Compared, route: str, *, by, why="") -> RouteChoice:
    """Put the route's words where the house has the old ones, with the figures as evidence.

    Raises NotAllowed, WrongState when one was taken already, Refused for a route that did not win
    and has no reason.
    """
    by.must("message.edit", test.house)
    RouteTest.objects.select_for_update().get(pk=test.pk)
    if RouteChoice.objects.filter(test=test).exists():
        raise WrongState(_("A route of this test was taken over already."))
    arm = next((arm for arm in compared.arms if arm.key == route), None)
    if arm is None:
        raise Refused(Problem(_("Choose one of the routes."), "route"))
    is_winner = arm == compared.winner
    if not is_winner and not why:
        raise Refused(
            Problem(
                _("This route did not win beyond chance: say why it is taken all the same."), "why"
            )
        )
    choice = RouteChoice(
        brand=test.brand,
        owner=by,
        test=test,
        route=route,
        words_en=arm.en,
        words_zh=arm.zh,
        why=why,
        is_winner=is_winner,
        figures=compared.figures(),
    )
    with recorded(by, "created", choice, reason=why):
        choice.save()
    _say(test, arm, by, reason=str(test))
    return choice


def _say(test, arm, by, reason):
    """The new words into the house; a language in which the route was not written keeps its own."""
    place = test.place
    field = "title" if test.message else "umbrella"
    names = [f"{field}_{language}" for language in ("en", "zh") if getattr(arm, language)]
    for name in names:
        setattr(place, name, getattr(arm, name.rpartition("_")[2]))
    place.row_version += 1
    changed = [*names, "row_version", "updated_at"]
    if test.message is None:
        with recorded(by, "edited", place, reason=reason):
            place.save(update_fields=changed)
        return
    with announced(place), recorded(by, "edited", place, reason=reason):
        place.save(update_fields=changed)
