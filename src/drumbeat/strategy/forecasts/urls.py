from django.urls import path

from drumbeat.strategy.forecasts import views

urlpatterns = [
    path("lines/<str:id>/forecast/", views.reforecast_line, name="reforecast_line"),
]
