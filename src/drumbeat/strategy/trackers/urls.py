from django.urls import path

from drumbeat.strategy.trackers import views, wave_views

urlpatterns = [
    path("trackers/", views.trackers, name="trackers"),
    path("trackers.<table:kind>", views.trackers_table, name="trackers_table"),
    path("trackers/new/", views.new, name="new_tracker"),
    path("trackers/<str:id>/", views.tracker, name="tracker"),
    path("trackers/<str:id>/course.<table:kind>", views.tracker_course, name="tracker_course"),
    path("trackers/<str:id>/edit/", views.edit, name="edit_tracker"),
    path("trackers/<str:id>/archiving/", views.archive, name="archive_tracker"),
    path("trackers/<str:id>/brands/new/", views.new_brand, name="new_tracked_brand"),
    path("tracked-brands/<str:id>/edit/", views.edit_brand, name="edit_tracked_brand"),
    path("tracked-brands/<str:id>/removal/", views.brand_removal, name="remove_tracked_brand"),
    path("trackers/<str:id>/waves/new/", wave_views.new, name="new_wave"),
    path("waves/<str:id>/", wave_views.wave, name="wave"),
    path("waves/<str:id>/indices.<table:kind>", wave_views.wave_table, name="wave_table"),
    path("waves/<str:id>/fielding/", wave_views.fielding, name="field_wave"),
    path("waves/<str:id>/result/", wave_views.result, name="settle_wave"),
    path("waves/<str:id>/comparison/", wave_views.comparison, name="wave_comparison"),
    path(
        "waves/<str:id>/comparison.<table:kind>",
        wave_views.comparison_table,
        name="wave_comparison_table",
    ),
]
