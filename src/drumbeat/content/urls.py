from django.urls import path

from drumbeat.content.assets import urls as assets
from drumbeat.content.briefs import actions, assigning_views, part_views, views
from drumbeat.content.briefs.models import Brief
from drumbeat.content.briefs.states import BRIEF
from drumbeat.content.briefs.types.urls import urlpatterns as brief_types
from drumbeat.content.checks import views as checks
from drumbeat.content.collections.urls import urlpatterns as collections
from drumbeat.content.consistency.urls import urlpatterns as consistency
from drumbeat.content.creative.concepts.urls import urlpatterns as concepts
from drumbeat.content.creative.proofing.urls import urlpatterns as proofing
from drumbeat.content.creative.scripts.urls import urlpatterns as scripts
from drumbeat.content.library import views as library
from drumbeat.content.paths.urls import urlpatterns as paths
from drumbeat.content.planning.urls import urlpatterns as planning
from drumbeat.content.rights import views as rights
from drumbeat.content.studio.urls import urlpatterns as studio
from drumbeat.content.uploading import tus
from drumbeat.content.uploading import views as uploading
from drumbeat.people.steps import step

app_name = "content"


def _step(verb, action=None):
    return step(BRIEF, verb, Brief, action=action)


urlpatterns = [
    path("briefs/", views.briefs, name="briefs"),
    path("briefs.<table:kind>", views.briefs_table, name="briefs_table"),
    path("briefs/new/", views.new, name="new_brief"),
    path("briefs/<str:id>/", views.brief, name="brief"),
    path("briefs/<str:id>/edit/", views.edit, name="edit_brief"),
    path("briefs/<str:id>/submission/", _step("submit", actions.submit), name="brief_submit"),
    path("briefs/<str:id>/acknowledgement/", views.restate, name="brief_restate"),
    path("briefs/<str:id>/confirmation/", views.confirm, name="brief_confirm"),
    path("briefs/<str:id>/correction/", _step("correct", actions.correct), name="brief_correct"),
    path("briefs/<str:id>/return/", _step("return", actions.return_), name="brief_return"),
    path("briefs/<str:id>/closure/", _step("close"), name="brief_close"),
    path("briefs/<str:id>/cancellation/", _step("cancel", actions.cancel), name="brief_cancel"),
    path("briefs/<str:id>/withdrawal/", _step("withdraw", actions.withdraw), name="brief_withdraw"),
    path("briefs/<str:id>/references/new/", part_views.new_reference, name="new_reference"),
    path("briefs/<str:id>/tried/<str:earlier>/", part_views.answer_tried, name="answer_tried"),
    path("briefs/<str:id>/change/", part_views.change_answer, name="change_answer"),
    path("briefs/<str:id>/assignment/", assigning_views.assign, name="brief_assign"),
    path("briefs/<str:id>/taking/", assigning_views.take, name="brief_take"),
    path("briefs/<str:id>/giving-back/", assigning_views.give_back, name="brief_give_back"),
    *brief_types,
    path("references/<str:id>/end/", part_views.reference_end, name="reference_end"),
    path("copy-check/", checks.copy_check, name="copy_check"),
    path("copy-check/reading/", checks.reading, name="copy_check_reading"),
    path("copy-check/rules/", checks.rules_page, name="copy_rules"),
    path("copy-check/rules.<table:kind>", checks.rules_table, name="copy_rules_table"),
    path("copy-check.<table:kind>", checks.findings_table, name="copy_check_table"),
    path("assets/", library.library_page, name="assets"),
    path("uploads/", uploading.upload, name="upload"),
    path("uploads/parts/", tus.begin, name="arrive"),
    path("uploads/parts/<slug:key>/", tus.one, name="arriving"),
    path("assets.<table:kind>", library.library_table, name="assets_table"),
    *collections,
    *assets.urlpatterns,
    *studio,
    *concepts,
    *proofing,
    *scripts,
    path("rights/", rights.register_page, name="rights"),
    path("rights.<table:kind>", rights.register_table, name="rights_table"),
    *consistency,
    *planning,
    *paths,
]
