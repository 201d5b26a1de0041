from django.urls import path

from drumbeat.content.creative.scripts import views

urlpatterns = [
    path("assets/<str:id>/script/new/", views.new_script, name="new_script"),
    path("versions/<str:id>/script/", views.script, name="script"),
    path("versions/<str:id>/script.<table:kind>", views.script_table, name="script_table"),
    path("versions/<str:id>/script/edit/", views.edit_script, name="edit_script"),
    path("versions/<str:id>/script/prompter/", views.prompter, name="prompter"),
]
