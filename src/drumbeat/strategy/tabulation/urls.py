from django.urls import path

from drumbeat.strategy.tabulation import views

urlpatterns = [
    path("questionnaires/<str:id>/results/", views.results, name="survey_results"),
    path("questionnaires/<str:id>/crosstabs/", views.crosstabs, name="crosstabs"),
    path(
        "questionnaires/<str:id>/results.<table:kind>",
        views.results_download,
        name="survey_results_file",
    ),
    path("questionnaires/<str:id>/weighting/", views.weighting, name="weighting"),
]
