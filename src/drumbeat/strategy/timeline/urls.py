from django.urls import path

from drumbeat.strategy.timeline import views

urlpatterns = [
    path("timeline/", views.timeline, name="timeline"),
    path("timeline.<table:kind>", views.timeline_table, name="timeline_table"),
]
