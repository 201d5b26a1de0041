from django.urls import path

from drumbeat.content.paths import actions, views
from drumbeat.content.paths.models import GuidancePath
from drumbeat.content.paths.states import PATH
from drumbeat.people.steps import step

urlpatterns = [
    path("paths/", views.paths, name="paths"),
    path("paths.<table:kind>", views.paths_table, name="paths_table"),
    path("paths/new/", views.new_path, name="new_path"),
    path("paths/<str:id>/", views.path, name="path"),
    path("paths/<str:id>.<table:kind>", views.path_table, name="path_table"),
    path("paths/<str:id>/edit/", views.edit_path, name="edit_path"),
    path("paths/<str:id>/archiving/", views.archiving, name="archive_path"),
    path("paths/<str:id>/versions/", views.new_version, name="new_path_version"),
    path(
        "paths/<str:id>/enforcement/",
        step(PATH, "enforce", GuidancePath, action=actions.enforce),
        name="path_enforce",
    ),
    path("paths/<str:id>/steps/new/", views.new_step, name="new_path_step"),
    path("path-steps/<str:id>/edit/", views.edit_step, name="edit_path_step"),
    path("path-steps/<str:id>/place/", views.step_place, name="path_step_place"),
    path("path-steps/<str:id>/check/", views.step_check, name="path_step_check"),
    path("path-steps/<str:id>/end/", views.step_end, name="path_step_end"),
    path("path-steps/<str:id>/back/", views.step_back, name="path_step_back"),
]
