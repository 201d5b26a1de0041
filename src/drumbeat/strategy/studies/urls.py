from django.urls import path

from drumbeat.people.steps import step
from drumbeat.strategy.studies import actions, views
from drumbeat.strategy.studies.models import Study
from drumbeat.strategy.studies.states import STUDY

urlpatterns = [
    path("studies/", views.studies, name="studies"),
    path("studies.<table:kind>", views.studies_table, name="studies_table"),
    path("studies/new/", views.new, name="new_study"),
    path("studies/<str:id>/", views.study, name="study"),
    path("studies/<str:id>/edit/", views.edit, name="edit_study"),
    path("studies/<str:id>/start/", step(STUDY, "start", Study), name="study_start"),
    path(
        "studies/<str:id>/end/",
        step(STUDY, "finish", Study, action=actions.finish),
        name="study_finish",
    ),
    path("studies/<str:id>/reopening/", step(STUDY, "reopen", Study), name="study_reopen"),
    path("studies/<str:id>/report/", step(STUDY, "report", Study), name="study_report"),
    path("studies/<str:id>/archiving/", views.archive, name="archive_study"),
    path("studies/<str:id>/files/new/", views.new_file, name="new_study_file"),
    path("study-files/<str:id>/", views.file, name="study_file"),
    path("study-files/<str:id>/removal/", views.file_removal, name="study_file_removal"),
]
