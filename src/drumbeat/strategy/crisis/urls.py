from functools import partial

from django.urls import path

from drumbeat.people.steps import step
from drumbeat.strategy.crisis import actions, statement_views, views
from drumbeat.strategy.crisis.models import Crisis
from drumbeat.strategy.crisis.states import CRISIS


def _step(verb, noun):
    """A step without a form of its own."""
    view = step(CRISIS, verb, Crisis, action=partial(actions.move, verb))
    return path(f"crises/<str:id>/{noun}/", view, name=f"crisis_{verb}")


urlpatterns = [
    path("crises/", views.crises, name="crises"),
    path("crises.<table:kind>", views.crises_table, name="crises_table"),
    path("crises/new/", views.new, name="new_crisis"),
    path("crises/statements/new/", statement_views.new_prepared, name="new_prepared_statement"),
    path("crises/<str:id>/", views.crisis, name="crisis"),
    path("crises/<str:id>/assessment/", views.assessment, name="crisis_assessment"),
    path("crises/<str:id>/confirmation/", views.confirmation, name="crisis_confirmation"),
    path("crises/<str:id>/cell/", views.cell, name="crisis_cell"),
    path("crises/<str:id>/notes/", views.note, name="crisis_note"),
    path("crises/<str:id>/readings/", views.reading, name="crisis_reading"),
    path("crises/<str:id>/log/", views.log, name="crisis_log"),
    path("crises/<str:id>/log.<table:kind>", views.log_table, name="crisis_log_table"),
    path("crisis-entries/<str:id>/file/", views.entry_file, name="crisis_entry_file"),
    path("crises/<str:id>/review/", views.review, name="crisis_review"),
    path(
        "crises/<str:id>/review/publication/",
        views.review_publication,
        name="crisis_review_publication",
    ),
    path("crises/<str:id>/de-escalation/", views.deescalation, name="crisis_de_escalate"),
    _step("convene", "convening"),
    _step("dismiss", "dismissal"),
    _step("reopen", "reopening"),
    _step("contain", "containment"),
    _step("flare_up", "flare-up"),
    _step("close", "closing"),
    path("crises/<str:id>/statements/new/", statement_views.new, name="new_statement"),
    path("crises/<str:id>/statements/prepared/", statement_views.take_over, name="take_over"),
    path("statements/<str:id>/", statement_views.statement, name="statement"),
    path("statements/<str:id>/edit/", statement_views.edit, name="edit_statement"),
    path("statements/<str:id>/approval/", statement_views.approval, name="statement_approve"),
    path("statements/<str:id>/publication/", statement_views.publication, name="statement_publish"),
]
