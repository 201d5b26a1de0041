"""What study screens read."""

from django.db.models import Count, OuterRef, Q, Sum

from drumbeat.people.records import number_of
from drumbeat.strategy.coding.models import Interview
from drumbeat.strategy.insights.models import InsightEvidence
from drumbeat.strategy.segments.models import Segment
from drumbeat.strategy.studies.models import Study
from drumbeat.strategy.surveys.models import HeldOff, Response


def studies(brand):
    """Current studies, newest first, with `answer_count`, `interview_count` and `insight_count`
    (one query).
    """
    answers = Response.objects.filter(questionnaire__study=OuterRef("pk"), state="complete")
    interviews = Interview.objects.current().filter(study=OuterRef("pk"))
    evidence = InsightEvidence.objects.filter(study=OuterRef("pk"))
    return (
        Study.objects.of(brand)
        .current()
        .select_related("owner__person")
        .annotate(
            answer_count=number_of(answers, "questionnaire__study"),
            interview_count=number_of(interviews, "study"),
            insight_count=number_of(evidence, "study", what="insight"),
        )
    )


def study_page(study):
    """The study's versions, interviews, files and the insights that rest on it (6 queries)."""
    complete = Count("responses", filter=Q(responses__state="complete"))
    return {
        "study": study,
        "questionnaires": list(study.questionnaires.annotate(complete=complete)),
        "interviews": list(
            study.interviews.current().annotate(passage_count=Count("passages"))[:200]
        ),
        "held_off": _held_off(study),
        "segments": list(
            Segment.objects.current().filter(questionnaire__study=study).order_by("id")
        ),
        "files": list(study.files.select_related("file", "owner__person")),
        "learned": _by_insight(study.evidence.select_related("insight", "question")[:200]),
    }


def _held_off(study) -> list[tuple[str, int]]:
    """(why, how many) of those who were held off the public forms (one query)."""
    counted = HeldOff.objects.filter(questionnaire__study=study).values_list("reason")
    numbers = dict(counted.annotate(n=Sum("count")))
    return [(said, numbers[key]) for key, said in HeldOff.REASONS.items() if key in numbers]


def _by_insight(evidence):
    """(insight, what of the study shows it) in the order in which they were linked."""
    found = {}
    for one in evidence:
        found.setdefault(one.insight, []).append(one)
    return list(found.items())
