from django.urls import path

from drumbeat.strategy.horizons import views

urlpatterns = [
    path("plans/<str:id>/years/<int:number>/", views.edit_year, name="edit_year"),
]
