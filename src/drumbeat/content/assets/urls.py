"""The library's part of the room's addresses."""

from django.urls import path

from drumbeat.content.assets import review, review_views, views
from drumbeat.content.assets.models import Version
from drumbeat.content.assets.states import VERSION
from drumbeat.people.steps import step

_retire = step(VERSION, "retire", Version, action=review.retire)

urlpatterns = [
    path("briefs/<str:id>/assets/new/", views.new, name="new_asset"),
    path("assets/<str:id>/", views.asset, name="asset"),
    path("assets/<str:id>/edit/", views.edit, name="edit_asset"),
    path("assets/<str:id>/versions/new/", views.new_version, name="new_version"),
    path("assets/<str:id>/preview/", views.preview, name="preview"),
    path("assets/<str:id>/comparison/", views.comparison, name="comparison"),
    path("assets/<str:id>/rights/new/", review_views.new_right, name="new_right"),
    path("rights/<str:id>/edit/", review_views.edit_right, name="edit_right"),
    path("rights/<str:id>/contract/", review_views.right_paper, name="right_paper"),
    path("versions/<str:id>/", views.version, name="version"),
    path("versions/<str:id>/thumbnail/", views.version_thumbnail, name="version_thumbnail"),
    path("versions/<str:id>/alternative/", views.alternative, name="alternative"),
    path("versions/<str:id>/file/", views.version_file, name="version_file"),
    path("versions/<str:id>/review/", review_views.send_to_review, name="version_send_to_review"),
    path(
        "versions/<str:id>/changes/", review_views.request_changes, name="version_request_changes"
    ),
    path("versions/<str:id>/approval/", review_views.approve, name="version_approve"),
    path("versions/<str:id>/retirement/", _retire, name="version_retire"),
    path("versions/<str:id>/findings/new/", review_views.new_finding, name="new_finding"),
    path("findings/<str:id>/resolution/", review_views.resolve_finding, name="resolve_finding"),
    path("findings/<str:id>/waiver/", review_views.waive_finding, name="waive_finding"),
    path("findings/<str:id>/clearance/", review_views.clear_finding, name="clear_finding"),
    path("findings/<str:id>/false-alarm/", review_views.false_alarm, name="false_alarm"),
    path("findings/<str:id>/proof/", review_views.finding_proof, name="finding_proof"),
    path(
        "versions/<str:id>/warnings/confirmation/",
        review_views.confirm_warnings,
        name="confirm_warnings",
    ),
]
