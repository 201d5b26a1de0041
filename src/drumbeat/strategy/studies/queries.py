"""What study screens read."""

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from drumbeat.strategy.coding.models import Interview
from drumbeat.strategy.insights.models import InsightEvidence
from drumbeat.strategy.segments.models import Segment
from drumbeat.strategy.studies.models import Study
from drumbeat.strategy.surveys.models import Response


def _number(rows, of):
    counted = rows.order_by().values(of).annotate(n=Count("pk", distinct=True)).values("n")
    return Coalesce(Subquery(counted), 0)


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
            answer_count=_number(answers, "questionnaire__study"),
            interview_count=_number(interviews, "study"),
            insight_count=Coalesce(
                Subquery(
                    evidence.order_by()
                    .values("study")
                    .annotate(n=Count("insight", distinct=True))
                    .values("n")
                ),
                0,
            ),
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
