"""What people do with questionnaires while they make them."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Problem, Refused, WrongState
from drumbeat.strategy.studies.states import STUDY
from drumbeat.strategy.surveys import wording
from drumbeat.strategy.surveys.models import Question, Questionnaire, Quota
from drumbeat.strategy.surveys.states import QUESTIONNAIRE

VERBS = (
    gettext_noop("began a new version of"),
    gettext_noop("changed the quota of"),
    gettext_noop("moved a question of"),
    gettext_noop("removed a question of"),
)


def must_be_draft(questionnaire: Questionnaire) -> None:
    """Raises WrongState: what was shown to people keeps its wording for ever."""
    if questionnaire.state != "draft":
        raise WrongState(_("It has been in the field: make a new version to change its wording."))


def field(questionnaire: Questionnaire, *, by, reason="") -> Questionnaire:
    """Open it for answers; the study goes into the field with it, the wording freezes.

    Raises NotAllowed, WrongState, Refused.
    """
    frozen = wording.sha256(questionnaire)
    with transaction.atomic():
        QUESTIONNAIRE.take(questionnaire, "field", by, wording_sha256=frozen)
        if questionnaire.study.state == "draft":
            STUDY.take(questionnaire.study, "start", by)
    return questionnaire


def new_version(questionnaire: Questionnaire, *, by) -> Questionnaire:
    """A draft with the same questions, to change them. Raises NotAllowed, WrongState."""
    by.must("research.edit", questionnaire.study)
    versions = questionnaire.study.questionnaires
    if versions.filter(state="draft").exists():
        raise WrongState(_("There is a draft already: go on with that."))
    draft = Questionnaire(
        brand=questionnaire.brand,
        owner=by,
        study=questionnaire.study,
        number=versions.aggregate(last=Max("number"))["last"] + 1,
        **{name: getattr(questionnaire, name) for name in wording.SAID},
    )
    with recorded(by, "began a new version of", draft):
        draft.save()
        wording.copy_questions(questionnaire, draft, by)
    return draft


def next_key(questionnaire: Questionnaire) -> str:
    """q1, q2, …: never a key that this study has used before, so that files stay unambiguous."""
    used = Question.objects.filter(questionnaire__study=questionnaire.study_id)
    numbers = [int(key[1:]) for key in used.values_list("key", flat=True) if key[1:].isdigit()]
    return f"q{max(numbers, default=0) + 1}"


def move(question: Question, *, by, up: bool) -> None:
    """Change places with the neighbour. Raises NotAllowed, WrongState."""
    questionnaire = question.questionnaire
    by.must("research.edit", questionnaire)
    must_be_draft(questionnaire)
    order = list(questionnaire.questions.all())
    at = order.index(question)
    other = at - 1 if up else at + 1
    if not 0 <= other < len(order):
        return
    order[at], order[other] = order[other], order[at]
    with recorded(by, "moved a question of", questionnaire):
        for position, each in enumerate(order):
            each.position = position
        Question.objects.bulk_update(order, ["position"])


def remove(question: Question, *, by) -> None:
    """Take a question out of a draft. Raises NotAllowed, WrongState, Refused."""
    questionnaire = question.questionnaire
    by.must("research.edit", questionnaire)
    must_be_draft(questionnaire)
    if question.dependents.exists():
        raise Refused(_("Another question is shown only after its answer: change that one first."))
    with recorded(by, "removed a question of", questionnaire, reason=str(question)):
        question.delete()


def set_quota(questionnaire: Questionnaire, *, by, question, option: str, limit: int) -> Quota:
    """How many may answer so; may change while in the field. Raises NotAllowed, Refused."""
    by.must("research.edit", questionnaire)
    if question is not None and question.option(option) is None:
        raise Refused(Problem(_("Choose one of its answers."), "answer"))
    with recorded(
        by,
        "changed the quota of",
        questionnaire,
        reason=f"{question.label if question else '∑'} {option} ≤ {limit}",
    ):
        quota, _new = Quota.objects.update_or_create(
            questionnaire=questionnaire,
            question=question,
            option=option if question else "",
            defaults={"limit": limit, "brand": questionnaire.brand, "owner": by},
        )
    return quota


def drop_quota(quota: Quota, *, by) -> None:
    """Raises NotAllowed."""
    by.must("research.edit", quota.questionnaire)
    with recorded(by, "changed the quota of", quota.questionnaire, reason="−"):
        quota.delete()
