from django.urls import path

from drumbeat.strategy.rates import views

urlpatterns = [
    path("rates/", views.rates, name="rates"),
    path("rates.<table:kind>", views.rates_table, name="rates_table"),
    path("rates/new/", views.new, name="new_rate"),
    path("rates/<str:id>/edit/", views.edit, name="edit_rate"),
    path("rates/<str:id>/removal/", views.removal, name="rate_removal"),
]
