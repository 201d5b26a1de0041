from django.urls import path

from drumbeat.strategy.competitors import views, voice_views

urlpatterns = [
    path("competitors/", views.competitors, name="competitors"),
    path("competitors.<table:kind>", views.observations_table, name="observations_table"),
    path("competitors/new/", views.new, name="new_competitor"),
    path("competitors/voice/", voice_views.voice, name="voice"),
    path("competitors/voice.<table:kind>", voice_views.voice_table, name="voice_table"),
    path("competitors/voice/new/", voice_views.measuring, name="measure_voice"),
    path("competitors/<str:id>/", views.competitor, name="competitor"),
    path("competitors/<str:id>/edit/", views.edit, name="edit_competitor"),
    path("competitors/<str:id>/archiving/", views.archive, name="archive_competitor"),
    path("competitors/<str:id>/battlecard/", views.battlecard, name="battlecard"),
    path("competitors/<str:id>/snapshots/", views.snapshots, name="snapshots"),
    path(
        "competitors/<str:id>/snapshots.<table:kind>", views.snapshots_table, name="snapshots_table"
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
