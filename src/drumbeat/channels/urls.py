from django.urls import path

from drumbeat.channels.freezes import views as freezes
from drumbeat.channels.links import views as links
from drumbeat.channels.outlook import views as outlook
from drumbeat.channels.placements import actions
from drumbeat.channels.placements import views as placements
from drumbeat.channels.placements.models import Placement
from drumbeat.channels.placements.states import PLACEMENT
from drumbeat.channels.registry import views as registry
from drumbeat.channels.rollup import views as rollup
from drumbeat.channels.specs import rendition_views as renditions
from drumbeat.channels.specs import views as specs
from drumbeat.channels.spend import actions as spend_actions
from drumbeat.channels.spend import views as spend
from drumbeat.channels.spend.models import SpendImport
from drumbeat.channels.spend.states import SPEND_IMPORT
from drumbeat.people.steps import step

app_name = "channels"


def _step(verb, action=None):
    return path(
        f"placements/<str:id>/{verb.replace('_', '-')}/",
        step(PLACEMENT, verb, Placement, action=action),
        name=f"placement_{verb}",
    )


urlpatterns = [
    path("rollup/", rollup.rollup, name="rollup"),
    path("rollup.<table:kind>", rollup.rollup_table, name="rollup_table"),
    path("channels/", registry.channels, name="channels"),
    path("channels/new/", registry.new, name="new_channel"),
    path("channels/<str:id>/", registry.channel, name="channel"),
    path("channels/<str:id>/edit/", registry.edit, name="edit_channel"),
    path("channels/<str:id>/formats.<table:kind>", specs.formats_table, name="formats_table"),
    path("channels/<str:id>/formats/new/", specs.new_format, name="new_format"),
    path("channels/<str:id>/formats/<slug:key>/", specs.edit_format, name="edit_format"),
    path("versions/<str:id>/fits/", specs.where_it_fits, name="where_it_fits"),
    path(
        "versions/<str:id>/renditions/<str:channel>/<slug:key>/",
        renditions.rendition,
        name="rendition",
    ),
    path(
        "versions/<str:id>/renditions/<str:channel>/<slug:key>/file/",
        renditions.rendition_file,
        name="rendition_file",
    ),
    path("placements/", placements.placements, name="placements"),
    path("placements.<table:kind>", placements.placements_table, name="placements_table"),
    path("placements/new/", placements.new, name="new_placement"),
    path("placements/<str:id>/", placements.placement, name="placement"),
    path("placements/<str:id>/edit/", placements.edit, name="edit_placement"),
    path("placements/<str:id>/handshake/", placements.handshake, name="handshake"),
    path("placements/<str:id>/settlement/", placements.settlement, name="settlement"),
    _step("book", actions.book),
    _step("arm", actions.arm),
    _step("disarm"),
    _step("go_live", actions.go_live),
    _step("pause"),
    _step("resume", actions.resume),
    _step("end"),
    _step("reconcile", actions.reconcile),
    _step("cancel", actions.cancel),
    path("placements/<str:id>/exception/", freezes.exception, name="except_placement"),
    path("crises/<str:id>/freezes/", freezes.freezes, name="freezes"),
    path("crises/<str:id>/freezes/new/", freezes.freezing, name="new_freeze"),
    path("crises/<str:id>/stop-list/", freezes.stop_list, name="stop_list"),
    path("crises/<str:id>/stop-list.<table:kind>", freezes.stop_list_table, name="stop_list_table"),
    path("crises/<str:id>/stops/", freezes.stops, name="stops"),
    path("crises/<str:id>/resumption/", freezes.resumption, name="resume_after_freeze"),
    path("freezes/<str:id>/lift/", freezes.lifting, name="lift_freeze"),
    path("flights/", placements.flights, name="flights"),
    path("links/<str:id>/qr.svg", links.qr_svg, name="qr_svg"),
    path("links/<str:id>/qr.png", links.qr_png, name="qr_png"),
    path("links/<str:id>/retirement/", links.retirement, name="retirement"),
    path("spend/", spend.spend_imports, name="spend_imports"),
    path("spend/new/", spend.upload, name="upload_spend"),
    path("spend/rules/", spend.mapping_rules, name="mapping_rules"),
    path("spend/rules/new/", spend.new_rule, name="new_rule"),
    path("spend/rules/<str:id>/withdrawal/", spend.rule_withdrawal, name="rule_withdrawal"),
    path("spend/<str:id>/", spend.spend_import, name="spend_import"),
    path("spend/<str:id>/acceptance/", spend.acceptance, name="spend_acceptance"),
    path("spend/<str:id>/mapping/", spend.suggestions, name="spend_mapping"),
    path(
        "spend/<str:id>/commit/",
        step(SPEND_IMPORT, "commit", SpendImport, action=spend_actions.commit),
        name="spend_import_commit",
    ),
    path(
        "spend/<str:id>/reject/",
        step(SPEND_IMPORT, "reject", SpendImport),
        name="spend_import_reject",
    ),
    path("plans/<str:id>/actuals/", spend.plan_actuals, name="plan_actuals"),
    path("plans/<str:id>/outlook/", outlook.outlook_page, name="outlook"),
    path("plans/<str:id>/outlook.<table:kind>", outlook.outlook_table, name="outlook_table"),
    path("plans/<str:id>/variance.<table:kind>", outlook.variance_table, name="variance_table"),
]
