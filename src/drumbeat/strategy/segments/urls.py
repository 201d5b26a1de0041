from django.urls import path

from drumbeat.strategy.segments import views

urlpatterns = [
    path("questionnaires/<str:id>/segments/new/", views.new, name="new_segment"),
    path("segments/<str:id>/", views.segment, name="segment"),
    path("segments/<str:id>/edit/", views.edit, name="edit_segment"),
    path("segments/<str:id>/counting/", views.counting, name="segment_counting"),
    path("segments/<str:id>/archiving/", views.archive, name="archive_segment"),
]
