from django.urls import path

from drumbeat.insight.attribution import change_views as changes
from drumbeat.insight.attribution import option_views as options
from drumbeat.insight.attribution import views as attribution
from drumbeat.insight.behaviour import views as behaviour
from drumbeat.insight.content_results import rules_views as content_rules
from drumbeat.insight.content_results import views as content_results
from drumbeat.insight.conversions import views as conversions
from drumbeat.insight.funnels import views as funnels
from drumbeat.insight.guidance import views as guidance
from drumbeat.insight.health import views as health
from drumbeat.insight.key_results import views as key_results
from drumbeat.insight.kpis import views as kpis
from drumbeat.insight.metrics import views as metrics
from drumbeat.insight.orders import views as orders
from drumbeat.insight.privacy import views as privacy
from drumbeat.insight.results import views as results
from drumbeat.insight.sources import views as sources

app_name = "insight"
urlpatterns = [
    path("", results.results, name="results"),
    path("results.<table:kind>", results.results_download, name="results_file"),
    path("ask/<str:metric>/", results.ask, name="ask"),
    path("outcomes/", results.outcomes, name="outcomes"),
    path("attribution/", attribution.attribution, name="attribution"),
    path("attribution/counting/", attribution.counting, name="attribution_counting"),
    path("attribution/ask/<str:metric>/", attribution.ask, name="attribution_ask"),
    path("attribution.<table:kind>", attribution.attribution_download, name="attribution_file"),
    path("attribution/options/", options.options, name="attribution_options"),
    path("attribution/options.<table:kind>", options.options_file, name="attribution_options_file"),
    path(
        "attribution/options/ask/<str:metric>/",
        options.options_figure,
        name="attribution_options_figure",
    ),
    path("change/", changes.change, name="change"),
    path("change.<table:kind>", changes.change_download, name="change_file"),
    *behaviour.urls,
    *content_results.urls,
    *content_rules.urls,
    path("funnels/", funnels.funnels, name="funnels"),
    path("funnels/new/", funnels.new, name="new_funnel"),
    path("funnels/<str:id>/", funnels.funnel, name="funnel"),
    path("funnels/<str:id>/edit/", funnels.edit, name="edit_funnel"),
    path("funnels/<str:id>/archiving/", funnels.archiving, name="archive_funnel"),
    path("funnels/<str:id>/ask/<str:metric>/", funnels.funnel_figure, name="funnel_figure"),
    path("funnels/<str:id>.<table:kind>", funnels.funnel_file, name="funnel_file"),
    path("guidance/seen/", guidance.seen, name="guidance_seen"),
    path("guidance/<str:id>/", guidance.guidance, name="guidance"),
    path("guidance/<str:id>.<table:kind>", guidance.guidance_file, name="guidance_file"),
    path("guidance/<str:id>/ask/<str:metric>/", guidance.guidance_figure, name="guidance_figure"),
    path("metrics/", metrics.metrics, name="metrics"),
    path("metrics.<table:kind>", metrics.metrics_file, name="metrics_file"),
    path("own-metrics/<str:id>/value/", metrics.own_value, name="own_metric_value"),
    path("sources/", sources.sources, name="sources"),
    path("sources/new/", sources.new, name="new_source"),
    path("sources/<str:id>/", sources.source, name="source"),
    path("sources/<str:id>/edit/", sources.edit, name="edit_source"),
    path("sources/<str:id>/pulse/", sources.pulse, name="source_pulse"),
    path("sources/<str:id>/revocation/", sources.revocation, name="source_revocation"),
    path("data-health/", health.health, name="health"),
    path("data-health.<table:kind>", health.health_download, name="health_file"),
    path("data-health/live/", health.live, name="live"),
    path("data-health/message/", health.full, name="message"),
    path("conversions/", conversions.conversions, name="conversions"),
    path("conversions/new/", conversions.new, name="new_conversion"),
    path("conversions/<str:id>/edit/", conversions.edit, name="edit_conversion"),
    path("conversions/<str:id>/archiving/", conversions.archiving, name="archive_conversion"),
    path("orders/", orders.order_imports, name="order_imports"),
    path("orders/new/", orders.upload, name="upload_orders"),
    path("orders/<str:id>/", orders.order_import, name="order_import"),
    path("orders/<str:id>/sending/", orders.sending, name="order_import_sending"),
    path("orders/<str:id>/arrival/", orders.arrival, name="order_import_arrival"),
    path("privacy/", privacy.requests, name="person_requests"),
    path("privacy/requests.<table:kind>", privacy.requests_file, name="person_requests_file"),
    path("privacy/person/", privacy.person, name="person"),
    path("privacy/exports/", privacy.export, name="person_export"),
    path("privacy/corrections/", privacy.correction, name="person_correction"),
    path("privacy/erasures/", privacy.erasure, name="person_erasure"),
    path("privacy/retention/", privacy.retention, name="retention"),
    path("privacy/retention.<table:kind>", privacy.retention_file, name="retention_file"),
    path("privacy/requests/<str:id>/", privacy.request_page, name="person_request"),
    path("kpi-trees/<str:id>/picture/", kpis.picture, name="kpi_picture"),
    path("kpi-trees/<str:id>.<table:kind>", kpis.actuals_file, name="kpi_actuals_file"),
    path("kpi-parts/<str:id>/now/", kpis.now, name="kpi_part_now"),
    path("due-targets/", key_results.due, name="due"),
    path("due-targets.<table:kind>", key_results.due_file, name="due_table"),
    path("key-results/<str:id>/now/", key_results.now, name="key_result_now"),
]
