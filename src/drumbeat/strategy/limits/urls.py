from django.urls import path

from drumbeat.people.steps import step
from drumbeat.strategy.limits import actions, views
from drumbeat.strategy.limits.models import LimitRelease
from drumbeat.strategy.limits.states import RELEASE

urlpatterns = [
    path("limits/", views.limits, name="limits"),
    path("limits.<table:kind>", views.limits_table, name="limits_table"),
    path("limits/edit/", views.edit, name="edit_limits"),
    path("lines/<str:id>/releases/new/", views.new_release, name="new_release"),
    path("plans/<str:id>/releases.<table:kind>", views.releases_table, name="releases_table"),
    path(
        "releases/<str:id>/grant/",
        step(RELEASE, "grant", LimitRelease, action=actions.grant),
        name="limit_release_grant",
    ),
    path(
        "releases/<str:id>/decline/",
        step(RELEASE, "decline", LimitRelease, action=actions.decline),
        name="limit_release_decline",
    ),
    path(
        "releases/<str:id>/withdrawal/",
        step(RELEASE, "withdraw", LimitRelease),
        name="limit_release_withdraw",
    ),
]
