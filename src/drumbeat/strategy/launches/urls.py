from django.urls import path

from drumbeat.strategy.launches import views

urlpatterns = [
    path("campaigns/<str:id>/launch-tier/", views.launch_tier, name="launch_tier"),
    path("campaigns/<str:id>/launch-tier/edit/", views.edit_launch_tier, name="edit_launch_tier"),
]
