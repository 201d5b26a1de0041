from django.urls import path

from drumbeat.strategy.goals import views

urlpatterns = [
    path("goals/", views.goals, name="goals"),
    path("goals.<table:kind>", views.goals_table, name="goals_table"),
    path("goals/new/", views.new, name="new_goal"),
    path("goals/<str:id>/", views.goal, name="goal"),
    path("goals/<str:id>/edit/", views.edit, name="edit_goal"),
    path("goals/<str:id>/archiving/", views.archive, name="archive_goal"),
    path("goals/<str:id>/key-results/new/", views.new_key_result, name="new_key_result"),
    path("key-results/<str:id>/edit/", views.edit_key_result, name="edit_key_result"),
    path("key-results/<str:id>/check-ins/new/", views.new_check_in, name="new_check_in"),
]
