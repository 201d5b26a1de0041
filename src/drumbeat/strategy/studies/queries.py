"""What study screens read."""

from django.db.models import Count, OuterRef, Q

from drumbeat.people.records import number_of
from drumbeat.strategy.coding.models import Interview
from drumbeat.strategy.insights.models import InsightEvidence
from drumbeat.strategy.segments.models import Segment
from drumbeat.strategy.studies.models import Study
from drumbeat.strategy.surveys.models import Response


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
    """The study's versions, interviews, files and the insights that rest on it (5 queries)."""
    complete = Count("responses", filter=Q(responses__state="complete"))
    return {
        "study": study,
        "questionnaires": list(study.questionnaires.annotate(complete=complete)),
        "interviews": list(
            study.interviews.current().annotate(passage_count=Count("passages"))[:200]
        ),
        "segments": list(
            Segment.objects.current().filter(questionnaire__study=study).order_by("id")
        ),
        "files": list(study.files.select_related("file", "owner__person")),
        "learned": _by_insight(study.evidence.select_related("insight", "question")[:200]),
    }


def _by_insight(evidence):
    """(insight, what of the study shows it) in the order in which they were linked."""
    found = {}
    for one in evidence:
        found.setdefault(one.insight, []).append(one)
    return list(found.items())
