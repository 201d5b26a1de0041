from django.urls import path

from drumbeat.knowledge.learnings import actions, views
from drumbeat.knowledge.learnings.models import Learning
from drumbeat.knowledge.learnings.states import LEARNING
from drumbeat.knowledge.search import views as search
from drumbeat.people.steps import step

app_name = "knowledge"

urlpatterns = [
    path("", views.front, name="front"),
    path("find/", search.found, name="find"),
    path("learnings/", views.learnings, name="learnings"),
    path("learnings.<table:kind>", views.learnings_table, name="learnings_table"),
    path("learnings/new/", views.new, name="new_learning"),
    path("learnings/<str:id>/", views.learning, name="learning"),
    path("learnings/<str:id>/edit/", views.edit, name="edit_learning"),
    path(
        "learnings/<str:id>/publication/",
        step(LEARNING, "publish", Learning, action=actions.publish),
        name="learning_publish",
    ),
    path(
        "learnings/<str:id>/refutation/",
        step(LEARNING, "refute", Learning, action=actions.refute),
        name="learning_refute",
    ),
    path("learnings/<str:id>/renewal/", views.renewal, name="learning_renew"),
    path("learnings/<str:id>/evidence/new/", views.new_evidence, name="new_evidence"),
    path("evidence/choices/", views.choices, name="evidence_choices"),
    path("evidence/<str:id>/removal/", views.evidence_removal, name="evidence_removal"),
]
