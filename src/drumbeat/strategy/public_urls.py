"""Addresses that people outside the team open: no sign-in, short enough to print."""

from django.urls import path

from drumbeat.strategy.surveys.public_views import survey

app_name = "public"
urlpatterns = [path("s/<str:code>/", survey, name="survey")]
