from django.urls import path

from drumbeat.strategy.routes import views

urlpatterns = [
    path("houses/<str:id>/route-tests/new/", views.new, name="new_route_test"),
    path("route-tests/<str:id>/", views.test, name="route_test"),
    path("route-tests/<str:id>.<table:kind>", views.table, name="route_test_table"),
    path("route-tests/<str:id>/choice/", views.choice, name="route_choice"),
]
