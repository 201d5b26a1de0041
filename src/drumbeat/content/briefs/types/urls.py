from django.urls import path

from drumbeat.content.briefs.types import views

urlpatterns = [
    path("brief-types/", views.types, name="brief_types"),
    path("brief-types.<table:kind>", views.types_table, name="brief_types_table"),
    path("brief-types/new/", views.new_type, name="new_brief_type"),
    path("brief-types/<str:id>/edit/", views.edit_type, name="edit_brief_type"),
    path("brief-types/<str:id>/end/", views.type_end, name="brief_type_end"),
    path("brief-types/<str:id>/return/", views.type_return, name="brief_type_return"),
]
