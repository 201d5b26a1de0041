"""Taking in an answer file: all of it or nothing, and twice the same file counts once."""

import hashlib

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import WrongState
from drumbeat.strategy.surveys import route
from drumbeat.strategy.surveys.models import Questionnaire, Quota, Response
from drumbeat.strategy.surveys.reading import AnswerFile, read_answers
from drumbeat.strategy.surveys.taking import outside_hash

VERBS = (gettext_noop("took in answers for"),)
BATCH = 500


def take_in(questionnaire: Questionnaire, data: bytes, name: str, *, by) -> AnswerFile:
    """Read a file and, when nothing is wrong with it, keep all its answers.

    A respondent who is there already gets the new answers in place of the old. Ids are kept as
    hashes. Raises NotAllowed, WrongState for a draft, Refused when the file cannot be read.
    """
    by.must("research.edit", questionnaire)
    if questionnaire.state == "draft":
        raise WrongState(_("Open the questionnaire first: a draft’s wording may still change."))
    questions = list(questionnaire.questions.all())
    told = read_answers(data, name, questions)
    if told.problems:
        return told
    digest = hashlib.sha256(data).hexdigest()[:12]
    reason = f"{name}: {len(told.rows)} · sha256 {digest}"
    with recorded(by, "took in answers for", questionnaire, reason=reason):
        _keep(questionnaire, questions, told.rows)
    return told


def _keep(questionnaire, questions, rows):
    now = timezone.now()
    there = questionnaire.responses.in_bulk()
    known = {response.outside_hash: response for response in there.values()}
    new, changed = [], []
    for identity, answers in rows:
        digest = outside_hash(questionnaire, identity)
        # A file that was exported here names the responses themselves.
        response = there.get(identity) or known.get(digest)
        (changed if response else new).append(
            _filled(response or _blank(questionnaire, digest), questions, answers, now)
        )
    Response.objects.bulk_create(new, BATCH)
    Response.objects.bulk_update(changed, ["state", "answers", "path", "flags", "ended_at"], BATCH)
    recount(questionnaire)


def _blank(questionnaire, digest):
    return Response(
        brand_id=questionnaire.brand_id,
        questionnaire=questionnaire,
        outside_hash=digest,
        via="file",
        language="zh" if questionnaire.languages != "en" else "en",
    )


def _filled(response, questions, answers, now):
    response.state = "screened" if route.is_screened(questions, answers) else "complete"
    response.answers = answers
    response.path = [[question.key for question in questions]]
    # How long it took is not in a file, so nobody in it was too fast.
    response.flags = route.flags(questions, answers, None, 0)
    response.ended_at = response.ended_at or now
    return response


def recount(questionnaire) -> None:
    """Quotas filled by what is there: a file may replace answers, so counting up is not enough."""
    questions = {question.pk: question for question in questionnaire.questions.all()}
    quotas = list(questionnaire.quotas.all())
    if not quotas:
        return
    filled = dict.fromkeys((quota.pk for quota in quotas), 0)
    complete = questionnaire.responses.filter(state="complete").values_list("answers", flat=True)
    for answers in complete.iterator():
        for quota in quotas:
            question = questions.get(quota.question_id)
            if question is None or quota.option in route.chosen(question, answers):
                filled[quota.pk] += 1
    for pk, number in filled.items():
        Quota.objects.filter(pk=pk).exclude(filled=number).update(
            filled=number, row_version=F("row_version") + 1
        )
