from django.urls import path

from drumbeat.strategy.coding import views

urlpatterns = [
    path("studies/<str:id>/coding/", views.coding, name="coding"),
    path("studies/<str:id>/coding/answers/", views.answer_coding, name="answer_coding"),
    path("studies/<str:id>/themes.<table:kind>", views.themes_table, name="themes_table"),
    path("studies/<str:id>/themes/new/", views.new_theme, name="new_theme"),
    path("themes/<str:id>/edit/", views.edit_theme, name="edit_theme"),
    path("themes/<str:id>/archiving/", views.archive_theme, name="archive_theme"),
    path("studies/<str:id>/interviews/new/", views.new_interview, name="new_interview"),
    path("interviews/<str:id>/", views.interview, name="interview"),
    path("interviews/<str:id>/edit/", views.edit_interview, name="edit_interview"),
    path("interviews/<str:id>/notes/new/", views.new_notes, name="new_notes"),
    path("passages/<str:id>/edit/", views.edit_passage, name="edit_passage"),
    path("passages/<str:id>/coding/", views.passage_coding, name="passage_coding"),
    path("passages/<str:id>/removal/", views.passage_removal, name="passage_removal"),
]
