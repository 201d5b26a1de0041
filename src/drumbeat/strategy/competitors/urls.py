from django.urls import path

from drumbeat.strategy.competitors import views, voice_views

urlpatterns = [
    path("competitors/", views.competitors, name="competitors"),
    path("competitors.csv", views.observations_table, {"kind": "csv"}, name="observations_csv"),
    path("competitors.xlsx", views.observations_table, {"kind": "xlsx"}, name="observations_xlsx"),
    path("competitors/new/", views.new, name="new_competitor"),
    path("competitors/voice/", voice_views.voice, name="voice"),
    path("competitors/voice.csv", voice_views.voice_table, {"kind": "csv"}, name="voice_csv"),
    path("competitors/voice.xlsx", voice_views.voice_table, {"kind": "xlsx"}, name="voice_xlsx"),
    path("competitors/voice/new/", voice_views.measuring, name="measure_voice"),
    path("competitors/<str:id>/", views.competitor, name="competitor"),
    path("competitors/<str:id>/edit/", views.edit, name="edit_competitor"),
    path("competitors/<str:id>/archiving/", views.archive, name="archive_competitor"),
    path("competitors/<str:id>/battlecard/", views.battlecard, name="battlecard"),
    path("competitors/<str:id>/snapshots/", views.snapshots, name="snapshots"),
    path(
        "competitors/<str:id>/snapshots.csv",
        views.snapshots_table,
        {"kind": "csv"},
        name="snapshots_csv",
    ),
    path(
        "competitors/<str:id>/snapshots.xlsx",
        views.snapshots_table,
        {"kind": "xlsx"},
        name="snapshots_xlsx",
    ),
    path("competitors/<str:id>/products/new/", views.new_product, name="new_product"),
    path("products/<str:id>/edit/", views.edit_product, name="edit_product"),
    path("competitors/<str:id>/observations/new/", views.new_observation, name="new_observation"),
    path("observations/<str:id>/", views.observation, name="observation"),
    path("observations/<str:id>/edit/", views.edit_observation, name="edit_observation"),
    path("observations/<str:id>/again/", views.seeing_again, name="see_again"),
    path("observations/<str:id>/proof/", views.proof, name="observation_proof"),
    path("observations/<str:id>/archiving/", views.archive_observation, name="archive_observation"),
]
