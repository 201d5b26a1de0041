from django.urls import path

from drumbeat.strategy.audiences import views

urlpatterns = [
    path("audiences/", views.audiences, name="audiences"),
    path("audiences.<table:kind>", views.audiences_table, name="audiences_table"),
    path("audiences/new/", views.new, name="new_audience"),
    path("audiences/<str:id>/", views.audience, name="audience"),
    path("audiences/<str:id>/edit/", views.edit, name="edit_audience"),
    path("audiences/<str:id>/archiving/", views.archive, name="archive_audience"),
]
