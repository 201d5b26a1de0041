from django.urls import path

from drumbeat.people.steps import step
from drumbeat.strategy.register import views
from drumbeat.strategy.register.models import SwotItem
from drumbeat.strategy.register.states import ITEM

urlpatterns = [
    path("register/", views.register, name="register"),
    path("register.<table:kind>", views.register_table, name="register_table"),
    path("register/changes/", views.changes, name="register_changes"),
    path("register/changes.<table:kind>", views.changes_table, name="register_changes_table"),
    path("register/new/", views.new, name="new_swot_item"),
    path("register/<str:id>/", views.item, name="swot_item"),
    path("register/<str:id>/edit/", views.edit, name="edit_swot_item"),
    path("register/<str:id>/archiving/", views.archive, name="archive_swot_item"),
    path("register/<str:id>/settling/", step(ITEM, "settle", SwotItem), name="swot_item_settle"),
    path("register/<str:id>/reopening/", step(ITEM, "reopen", SwotItem), name="swot_item_reopen"),
    path("register/<str:id>/evidence/new/", views.new_evidence, name="new_swot_evidence"),
    path(
        "register/evidence/<str:id>/removal/", views.evidence_removal, name="remove_swot_evidence"
    ),
    path("market/signals/<str:id>/promotion/", views.promote, name="promote_signal"),
]
