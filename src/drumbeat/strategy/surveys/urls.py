from django.urls import path

from drumbeat.people.steps import step
from drumbeat.strategy.surveys import actions, answers_views, views
from drumbeat.strategy.surveys.models import Questionnaire
from drumbeat.strategy.surveys.states import QUESTIONNAIRE

urlpatterns = [
    path("studies/<str:id>/questionnaires/new/", views.new, name="new_questionnaire"),
    path("questionnaires/<str:id>/", views.questionnaire, name="questionnaire"),
    path("questionnaires/<str:id>/edit/", views.edit, name="edit_questionnaire"),
    path("questionnaires/<str:id>/preview/", views.preview, name="questionnaire_preview"),
    path(
        "questionnaires/<str:id>/versions/new/", views.new_version, name="new_questionnaire_version"
    ),
    path(
        "questionnaires/<str:id>/opening/",
        step(QUESTIONNAIRE, "field", Questionnaire, action=actions.field),
        name="questionnaire_field",
    ),
    path(
        "questionnaires/<str:id>/closing/",
        step(QUESTIONNAIRE, "close", Questionnaire),
        name="questionnaire_close",
    ),
    path(
        "questionnaires/<str:id>/reopening/",
        step(QUESTIONNAIRE, "reopen", Questionnaire),
        name="questionnaire_reopen",
    ),
    path("questionnaires/<str:id>/questions/new/", views.new_question, name="new_question"),
    path("questions/<str:id>/edit/", views.edit_question, name="edit_question"),
    path("questions/<str:id>/rank/", views.question_rank, name="question_rank"),
    path("questions/<str:id>/removal/", views.question_removal, name="question_removal"),
    path("questionnaires/<str:id>/quotas/new/", views.new_quota, name="new_quota"),
    path("quotas/<str:id>/removal/", views.quota_removal, name="quota_removal"),
    path("questionnaires/<str:id>/answers/new/", answers_views.upload, name="upload_answers"),
    path(
        "questionnaires/<str:id>/answers.<table:kind>",
        answers_views.answers_table,
        name="answers_table",
    ),
    path(
        "questionnaires/<str:id>/answers-blank.<table:kind>",
        answers_views.blank_table,
        name="answers_blank_table",
    ),
]
