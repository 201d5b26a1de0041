from django.urls import path

from drumbeat.strategy.audiences import views

urlpatterns = [
    path("audiences/", views.audiences, name="audiences"),
    path("audiences.csv", views.audiences_csv, name="audiences_csv"),
    path("audiences/new/", views.new, name="new_audience"),
    path("audiences/<str:id>/", views.audience, name="audience"),
    path("audiences/<str:id>/edit/", views.edit, name="edit_audience"),
    path("audiences/<str:id>/archiving/", views.archive, name="archive_audience"),
]
