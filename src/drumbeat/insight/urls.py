from django.urls import path

from drumbeat.insight.conversions import views as conversions
from drumbeat.insight.key_results import views as key_results
from drumbeat.insight.metrics import views as metrics
from drumbeat.insight.orders import views as orders
from drumbeat.insight.results import views as results
from drumbeat.insight.sources import views as sources

app_name = "insight"
urlpatterns = [
    path("", results.results, name="results"),
    path("results.<str:kind>", results.results_download, name="results_file"),
    path("ask/<str:metric>/", results.ask, name="ask"),
    path("outcomes/", results.outcomes, name="outcomes"),
    path("metrics/", metrics.metrics, name="metrics"),
    path("sources/", sources.sources, name="sources"),
    path("sources/new/", sources.new, name="new_source"),
    path("sources/<str:id>/", sources.source, name="source"),
    path("sources/<str:id>/edit/", sources.edit, name="edit_source"),
    path("sources/<str:id>/pulse/", sources.pulse, name="source_pulse"),
    path("sources/<str:id>/revocation/", sources.revocation, name="source_revocation"),
    path("conversions/", conversions.conversions, name="conversions"),
    path("conversions/new/", conversions.new, name="new_conversion"),
    path("conversions/<str:id>/edit/", conversions.edit, name="edit_conversion"),
    path("conversions/<str:id>/archiving/", conversions.archiving, name="archive_conversion"),
    path("orders/", orders.order_imports, name="order_imports"),
    path("orders/new/", orders.upload, name="upload_orders"),
    path("orders/<str:id>/", orders.order_import, name="order_import"),
    path("orders/<str:id>/sending/", orders.sending, name="order_import_sending"),
    path("orders/<str:id>/arrival/", orders.arrival, name="order_import_arrival"),
    path("key-results/<str:id>/now/", key_results.now, name="key_result_now"),
]
