"""Addresses that people outside the team open: no sign-in."""

from django.urls import path

from drumbeat.content.sharing import public_views as sharing

app_name = "shared"
urlpatterns = [
    path("share/<str:code>/", sharing.share_page, name="share"),
    path("share/<str:code>/all.zip", sharing.share_zip, name="share_zip"),
    path("share/<str:code>/faces/<str:version>/", sharing.share_face, name="share_face"),
    path("share/<str:code>/files/<str:version>/", sharing.share_file, name="share_file"),
]
