from django.urls import path

from drumbeat.people.steps import step
from drumbeat.strategy.kpis import views
from drumbeat.strategy.kpis.models import KpiTree
from drumbeat.strategy.kpis.states import KPI_TREE

urlpatterns = [
    path("my-part/", views.mine, name="my_part"),
    path("kpis/", views.kpi_trees, name="kpi_trees"),
    path("kpis/new/", views.new, name="new_kpi_tree"),
    path("kpis/example/", views.example, name="kpi_example"),
    path("kpis/<str:id>/", views.kpi_tree, name="kpi_tree"),
    path("kpis/<str:id>.<table:kind>", views.kpi_tree_file, name="kpi_tree_file"),
    path("kpis/<str:id>/edit/", views.edit, name="edit_kpi_tree"),
    path("kpis/<str:id>/targets/", views.targets, name="kpi_targets"),
    path("kpis/<str:id>/targets/preview/", views.preview, name="kpi_preview"),
    path("kpis/<str:id>/agreement/", step(KPI_TREE, "agree", KpiTree), name="kpi_tree_agree"),
    path("kpis/<str:id>/reopening/", step(KPI_TREE, "reopen", KpiTree), name="kpi_tree_reopen"),
    path("kpis/<str:id>/archiving/", views.archive, name="archive_kpi_tree"),
    path("kpis/<str:id>/parts/new/", views.new_node, name="new_kpi_node"),
    path("kpi-parts/<str:id>/edit/", views.edit_node, name="edit_kpi_node"),
    path("kpi-parts/<str:id>/archiving/", views.archive_node, name="archive_kpi_node"),
]
