from django.urls import path

from drumbeat.people.steps import step
from drumbeat.strategy.insights import actions, views
from drumbeat.strategy.insights.models import Insight
from drumbeat.strategy.insights.states import INSIGHT

urlpatterns = [
    path("insights/", views.insights, name="insights"),
    path("insights.<table:kind>", views.insights_table, name="insights_table"),
    path("insights/new/", views.new, name="new_insight"),
    path("insights/<str:id>/", views.insight, name="insight"),
    path("insights/<str:id>/edit/", views.edit, name="edit_insight"),
    path("insights/<str:id>/archiving/", views.archive, name="archive_insight"),
    path(
        "insights/<str:id>/publication/", step(INSIGHT, "publish", Insight), name="insight_publish"
    ),
    path(
        "insights/<str:id>/withdrawal/",
        step(INSIGHT, "withdraw", Insight, action=actions.withdraw),
        name="insight_withdraw",
    ),
    path("insights/<str:id>/renewal/", views.renewal, name="insight_renewal"),
    path("insights/<str:id>/evidence/new/", views.new_evidence, name="new_insight_evidence"),
    path(
        "insight-evidence/<str:id>/removal/",
        views.evidence_removal,
        name="insight_evidence_removal",
    ),
]
