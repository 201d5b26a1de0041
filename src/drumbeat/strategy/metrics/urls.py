from django.urls import path

from drumbeat.strategy.metrics import views

urlpatterns = [
    path("metrics/new/", views.new, name="new_metric"),
    path("metrics/<str:id>/", views.metric, name="metric"),
    path("metrics/<str:id>/edit/", views.edit, name="edit_metric"),
    path("metrics/<str:id>/archiving/", views.archive, name="archive_metric"),
]
