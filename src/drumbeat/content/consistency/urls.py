from django.urls import path

from drumbeat.content.consistency import views

urlpatterns = [
    path("consistency/", views.consistency, name="consistency"),
    path("consistency.<table:kind>", views.findings_table, name="brand_findings_table"),
    path("consistency-weeks.<table:kind>", views.drift_table, name="drift_table"),
]
