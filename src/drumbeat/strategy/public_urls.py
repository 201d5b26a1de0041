"""Addresses that people outside the team open: no sign-in, short enough to print."""

from django.urls import path

from drumbeat.strategy.brandbook.public_views import brand_book
from drumbeat.strategy.surveys.public_views import survey

app_name = "public"
urlpatterns = [
    path("s/<str:code>/", survey, name="survey"),
    path("brand/<str:code>/", brand_book, name="brand_book"),
]
