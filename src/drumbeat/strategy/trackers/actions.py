"""What people do with trackers and their waves."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Problem, Refused, WrongState
from drumbeat.strategy import archiving
from drumbeat.strategy.competitors.models import Competitor
from drumbeat.strategy.goals.models import FROM_WAVES, Goal
from drumbeat.strategy.studies.actions import finish
from drumbeat.strategy.studies.models import Study
from drumbeat.strategy.surveys import actions as surveys
from drumbeat.strategy.surveys.models import Questionnaire
from drumbeat.strategy.surveys.states import QUESTIONNAIRE
from drumbeat.strategy.tabulation.actions import weight
from drumbeat.strategy.tabulation.reading import read
from drumbeat.strategy.trackers import asking, core, quotas
from drumbeat.strategy.trackers.figures import compute
from drumbeat.strategy.trackers.models import TrackedBrand, Tracker, Wave, WaveResult

VERBS = (gettext_noop("began"), gettext_noop("computed"))
KINDS = (
    gettext_noop("tracker"),
    gettext_noop("tracked brand"),
    gettext_noop("wave"),
    gettext_noop("wave result"),
)
MOST_BRANDS = 10
KEYS = "abcdefghijklmnopqrstuvwxyz"


def next_key(tracker: Tracker) -> str:
    """A letter that no brand of the tracker ever had, so that answers of old waves stay its own.

    Raises Refused when the alphabet is used up.
    """
    used = set(tracker.brands.values_list("key", flat=True))
    free = [key for key in KEYS if key not in used]
    if not free or tracker.brands.current().count() >= MOST_BRANDS:
        raise Refused(_("A tracker asks about ten brands at most: nobody answers more."))
    return free[0]


def meet_the_register(tracker: Tracker, *, by) -> None:
    """Start a new tracker with the brands of the competitor register that have both names."""
    known = Competitor.objects.of(tracker.brand).current().order_by("-is_us", "id")
    named = [one for one in known if one.title_en and one.title_zh][: MOST_BRANDS - 1]
    for key, competitor in zip(KEYS, named, strict=False):
        brand = TrackedBrand(
            brand=tracker.brand,
            owner=by,
            tracker=tracker,
            key=key,
            role="us" if competitor.is_us else "rival",
            title_en=competitor.title_en,
            title_zh=competitor.title_zh,
            competitor=competitor,
        )
        with recorded(by, "created", brand):
            brand.save()


def lacks(brands) -> list[Problem]:
    """What a tracker with these current brands still needs before a wave, in words."""
    roles = [one.role for one in brands]
    told = []
    if "us" not in roles:
        told.append(_("Name our own brand."))
    if "rival" not in roles:
        told.append(_("Name one competitor at least: a number alone says little."))
    if "fake" not in roles:
        told.append(_("Make up a brand that does not exist: who claims to know it is set aside."))
    return [Problem(one) for one in told]


@transaction.atomic
def begin_wave(
    tracker: Tracker,
    *,
    by,
    starts_on: date,
    ends_on: date,
    sample_size: int,
    sample_plan: str,
    consent_basis: str,
    with_quotas: bool = False,
) -> Wave:
    """A draft of the next wave: a study with the core block as its questionnaire, weighted to the
    tracker's population.

    Raises NotAllowed, WrongState while another wave is under way, Refused with what is missing.
    """
    by.must("research.create")
    Tracker.objects.select_for_update().get(pk=tracker.pk)
    if tracker.archived_at:
        raise WrongState(_("The tracker is archived."))
    if problems := lacks(tracker.brands.current()):
        raise Refused(*problems)
    last = tracker.waves.select_related("questionnaire", "result").first()
    if last and not last.is_computed:
        raise WrongState(_("Wave %s is not computed yet: finish that one first.") % last.number)
    number = last.number + 1 if last else 1
    study = _study(tracker, number, by)
    study.starts_on, study.ends_on, study.sample_size = starts_on, ends_on, sample_size
    study.sample_plan, study.consent_basis = sample_plan, consent_basis
    brands = _asked_about(tracker)
    with recorded(by, "created", study):
        study.save()
    questionnaire = _questionnaire(tracker, study, by)
    with recorded(by, "created", questionnaire):
        questionnaire.save()
        category = (tracker.category_en, tracker.category_zh)
        asking.build(questionnaire, category, brands, tracker.statements, by=by)
        if with_quotas:
            quotas.set_from(tracker.targets, questionnaire, sample_size, by=by)
    if tracker.targets:
        weight(
            questionnaire,
            by=by,
            targets=tracker.targets,
            source=tracker.source,
            low=tracker.low,
            high=tracker.high,
        )
    wave = Wave(
        brand=tracker.brand,
        owner=by,
        tracker=tracker,
        number=number,
        questionnaire=questionnaire,
        starts_on=starts_on,
        ends_on=ends_on,
        brands=brands,
        weights=tracker.weights,
    )
    with recorded(by, "began", wave):
        wave.save()
        wave.goals.set(_measured_by(wave))
    return wave


def _measured_by(wave):
    """Goals with a key result of brand health on whose days the wave ends (one query)."""
    goals = Goal.objects.of(wave.brand).current()
    return goals.filter(
        key_results__metric__in=FROM_WAVES,
        key_results__archived_at=None,
        starts_on__lte=wave.ends_on,
        ends_on__gte=wave.ends_on,
    ).distinct()


def _study(tracker, number, by) -> Study:
    titles = {}
    for code, tongue in (("en", "en"), ("zh", "zh-hans")):
        with override(tongue):
            name = _("%(tracker)s · wave %(n)s") % {"tracker": tracker, "n": number}
            titles[f"title_{code}"] = name[:160]
    with override(tracker.brand.language):
        asked = _("How do people see the brands of %s, and what has changed?") % tracker.category
    return Study(
        brand=tracker.brand,
        owner=by,
        question=asked,
        method="survey",
        currency=tracker.brand.currency,
        **titles,
    )


def _questionnaire(tracker, study, by) -> Questionnaire:
    """Respondents read the category on top, never whose brand asks."""
    return Questionnaire(
        brand=tracker.brand,
        owner=by,
        study=study,
        title_en=f"Your view of {tracker.category_en}",
        title_zh=f"您对{tracker.category_zh}的看法",
        consent_en=core.CONSENT[0],
        consent_zh=core.CONSENT[1],
        thanks_en=core.THANKS[0],
        thanks_zh=core.THANKS[1],
        fast_seconds=core.FASTEST_SECONDS,
    )


def _asked_about(tracker) -> list[dict]:
    order = {"us": 0, "rival": 1, "fake": 2}
    return [
        {
            "key": one.key,
            "en": one.title_en,
            "zh": one.title_zh,
            "role": one.role,
            "spellings": [line.strip() for line in one.spellings.splitlines() if line.strip()],
            "competitor": one.competitor_id,
        }
        for one in sorted(tracker.brands.current(), key=lambda one: (order[one.role], one.key))
    ]


def field(wave: Wave, *, by) -> Wave:
    """Open the wave's questionnaire for answers. Raises NotAllowed, WrongState, Refused."""
    by.must("research.edit", wave)
    _must_ask_the_core(wave.questionnaire.questions.all(), wave)
    surveys.field(wave.questionnaire, by=by)
    return wave


def _must_ask_the_core(questions, wave) -> None:
    if gone := asking.missing(questions, wave.brands):
        told = _("The questionnaire has lost a part of the core block: %s.")
        raise Refused(told % ", ".join(gone))


@transaction.atomic
def settle(wave: Wave, *, by) -> WaveResult:
    """End fieldwork and freeze the numbers: answers that come later change nothing here.

    Raises NotAllowed, WrongState before anybody was asked or when it was done, Refused when no
    answer counts or the sample cannot stand for the population.
    """
    by.must("research.edit", wave)
    Wave.objects.select_for_update().get(pk=wave.pk)
    if WaveResult.objects.filter(wave=wave).exists():
        raise WrongState(_("The numbers of this wave are frozen."))
    questionnaire = Questionnaire.objects.select_related("study").get(pk=wave.questionnaire_id)
    if questionnaire.state == "draft":
        raise WrongState(_("Nobody was asked yet."))
    reading = read(questionnaire)
    _must_ask_the_core(reading.questions, wave)
    if not reading.n:
        raise Refused(_("No answer counts yet: there is nothing to compute."))
    if reading.unweighable:
        raise Refused(
            Problem(reading.unweighable),
            Problem(_("Ask such people, or change the shares to weight by.")),
        )
    if questionnaire.study.state == "fieldwork":
        finish(questionnaire.study, by=by)
    elif questionnaire.state == "fielded":
        QUESTIONNAIRE.take(questionnaire, "close", by)
    result = WaveResult(
        brand=wave.brand,
        owner=by,
        wave=wave,
        series=asking.series(reading.questions, wave.brands),
        numbers=compute(reading, wave.brands, wave.weights).as_json(),
    )
    with recorded(by, "computed", wave):
        result.save()
        # Goals may have come since it began.
        wave.goals.set(_measured_by(wave))
    return result


def archive(tracker: Tracker, *, by) -> None:
    """Put a tracker away; its waves stay readable. Raises NotAllowed, WrongState."""
    by.must("research.archive", tracker)
    if tracker.waves.filter(questionnaire__state="fielded", result=None).exists():
        raise WrongState(_("A wave is in the field: finish that first."))
    archiving.archive(tracker, "research.archive", by=by)


def drop_brand(brand: TrackedBrand, *, by) -> None:
    """From the next wave on nobody is asked about it. Raises NotAllowed."""
    archiving.archive(brand, "research.edit", by=by)
