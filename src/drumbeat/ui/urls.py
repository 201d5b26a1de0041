from django.urls import path

from drumbeat.ui import views

app_name = "ui"

urlpatterns = [
    path("gallery/", views.gallery, name="gallery"),
    path("gallery/number/", views.gallery_number, name="gallery-number"),
    path("gallery/find/", views.gallery_find, name="gallery-find"),
    path("gallery/move/", views.gallery_move, name="gallery-move"),
    path("gallery/<slug:page>/", views.gallery_page, name="gallery-page"),
    path("looks/<slug:digest>/<str:name>", views.looks, name="looks"),
]
