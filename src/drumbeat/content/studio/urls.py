from django.urls import path

from drumbeat.content.studio import views

urlpatterns = [
    path("versions/<str:id>/edit/", views.studio, name="edit_version"),
    path("versions/<str:id>/edit/preview/", views.preview, name="studio_preview"),
    path("versions/<str:id>/edit/difference/", views.difference_page, name="studio_difference"),
    path("versions/<str:id>/draft/", views.draft, name="keep_draft"),
    path("versions/<str:id>/draft/removal/", views.drop, name="drop_draft"),
]
