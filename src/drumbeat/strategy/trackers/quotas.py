"""A wave's quotas: the tracker's population in people, so that little is left to weighting."""

import math

from drumbeat.strategy.surveys.models import Question, Questionnaire, Quota


def shared(shares: dict[str, float], people: int) -> dict[str, int]:
    """Whole people by share, summing to `people` (largest remainders). shares: sum to 1."""
    exact = {key: share * people for key, share in shares.items()}
    whole = {key: math.floor(one + 1e-9) for key, one in exact.items()}
    rest = sorted(exact, key=lambda key: whole[key] - exact[key])
    for key in rest[: people - sum(whole.values())]:
        whole[key] += 1
    return whole


def set_from(targets: dict, questionnaire: Questionnaire, people: int, *, by) -> list[Quota]:
    """Quotas of a draft, {question key: {option key: share}}; their questions are asked first.

    Who belongs to a group that is full should hear so before answering the rest.
    """
    questions = list(questionnaire.questions.all())
    asked = {question.key: question for question in questions if question.key in targets}
    order = sorted(questions, key=lambda question: question.key not in asked)
    for position, question in enumerate(order):
        question.position = position
    Question.objects.bulk_update(order, ["position"])
    shared_out = {key: shared(targets[key], people) for key in asked}
    return Quota.objects.bulk_create(
        Quota(
            brand=questionnaire.brand,
            owner=by,
            questionnaire=questionnaire,
            question=asked[key],
            option=option,
            limit=limit,
        )
        for key, limits in shared_out.items()
        for option, limit in limits.items()
    )
