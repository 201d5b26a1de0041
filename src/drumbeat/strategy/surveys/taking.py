"""A respondent on the way through a questionnaire. Nobody signs in here, so nobody is named."""

import hashlib
import secrets

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from drumbeat.strategy.surveys import holding, route
from drumbeat.strategy.surveys.models import Questionnaire, Quota, Response


class QuotaFull(Exception):
    """Somebody else took the last place in the same moment."""


def hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def outside_hash(questionnaire: Questionnaire, given: str) -> str:
    """What is kept of an id that a panel or a file gave: enough to know it again, not to read it."""
    return hashed(f"{questionnaire.pk}:{given}")


def begin(questionnaire: Questionnaire, *, language: str, outside: str = "") -> str:
    """Somebody consented: a new response, and the token by which their browser finds it again.

    outside: an id given by a panel. Who comes back with it goes on where they stopped.
    """
    token = secrets.token_urlsafe(24)
    seed = secrets.randbelow(2**31)
    fresh = {
        "brand_id": questionnaire.brand_id,
        "language": language,
        "via": "link",
        "seed": seed,
        "answers": _drawn(questionnaire, seed),
        "token_hash": hashed(token),
        "consented_at": timezone.now(),
    }
    if not outside:
        Response.objects.create(questionnaire=questionnaire, **fresh)
        return token
    response, is_new = Response.objects.get_or_create(
        questionnaire=questionnaire,
        outside_hash=outside_hash(questionnaire, outside),
        defaults=fresh,
    )
    if not is_new:
        response.token_hash = hashed(token)
        response.save(update_fields=["token_hash"])
    return token


def _drawn(questionnaire, seed) -> dict:
    questions = [question for question in questionnaire.questions.all() if question.is_drawn]
    full = {
        (quota.question_id, quota.option)
        for quota in Quota.objects.filter(question__in=questions)
        if quota.is_full
    }
    return route.drawn(questions, seed, full)


def known(questionnaire: Questionnaire, token: str | None) -> Response | None:
    """The response that this browser began, if any."""
    if not token:
        return None
    return questionnaire.responses.filter(token_hash=hashed(token)).first()


def is_full(questionnaire: Questionnaire) -> bool:
    """Have as many answered as were wanted in all?"""
    whole = questionnaire.quotas.filter(question=None).first()
    return whole is not None and whole.is_full


def answer(
    response: Response, questions: list, page: list, given: dict, *, network: str = ""
) -> None:
    """Keep a page's answers and go on; ends the interview when that was the last one.

    given: {key: answer}, None for what was left open. Answers on a branch that is closed by going
    back stay until the end, in case the branch opens again, and count for nothing. network: see
    `holding.network_of`.
    """
    typed = {**response.answers, **given}
    response.answers = {key: value for key, value in typed.items() if value is not None}
    response.path = [*response.path, [question.key for question in page]]
    answers = route.without_detours(questions, response.answers, response.path)
    if route.is_screened(page, answers):
        _end(response, questions, "screened")
    elif any(quota.is_full for quota in _quotas(response, page)):
        _end(response, questions, "full")
    elif not route.next_page(questions, answers, response.path, one_by_one=True):
        complete(response, questions, network=network)
    else:
        response.save(update_fields=["answers", "path"])


def back(response: Response) -> None:
    """One page back; what was answered stays filled in."""
    if response.state == "open" and response.path:
        response.path = response.path[:-1]
        response.save(update_fields=["path"])


def complete(response: Response, questions: list, *, network: str = "") -> None:
    """The last page is answered: count it, unless a quota filled up in the meantime."""
    took = (timezone.now() - response.started_at).total_seconds()
    response.answers = route.without_detours(questions, response.answers, response.path)
    response.flags = route.flags(
        questions, response.answers, took, response.questionnaire.fast_seconds
    )
    if holding.came_before(response, network):
        response.flags.append("twice")
    try:
        with transaction.atomic():
            # Locked and looked at again: the last page sent twice takes one place.
            if Response.objects.select_for_update().filter(pk=response.pk, state="open").first():
                count(response, questions)
                _end(response, questions, "complete")
    except QuotaFull:
        _end(response, questions, "full")


def count(response: Response, questions: list) -> None:
    """Take a place in every quota that the answers fall into. Raises QuotaFull."""
    for quota in _quotas(response, questions, in_all=True):
        free = Quota.objects.filter(pk=quota.pk, filled__lt=F("limit"))
        if not free.update(filled=F("filled") + 1):
            raise QuotaFull


def _quotas(response, questions, *, in_all=False) -> list:
    by_id = {question.pk: question for question in questions}
    return [
        quota
        for quota in response.questionnaire.quotas.order_by("id")
        if (in_all and quota.question_id is None)
        or (
            quota.question_id in by_id
            and quota.option in route.chosen(by_id[quota.question_id], response.answers)
        )
    ]


def _end(response, questions, state):
    response.state, response.ended_at = state, timezone.now()
    response.answers = route.without_detours(questions, response.answers, response.path)
    response.save(update_fields=["state", "ended_at", "answers", "path", "flags"])
