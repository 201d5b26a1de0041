from django.urls import path

from drumbeat.content.planning import views

urlpatterns = [
    path("topics/", views.topics, name="topics"),
    path("topics.<table:kind>", views.topics_table, name="topics_table"),
    path("topics/new/", views.new_topic, name="new_topic"),
    path("topics/<str:id>/", views.topic, name="topic"),
    path("topics/<str:id>/edit/", views.edit_topic, name="edit_topic"),
    path("topics/<str:id>/angles/new/", views.new_angle, name="new_angle"),
    path("topics/<str:id>/demand/new/", views.new_demand, name="new_demand"),
    path("signals/<str:id>/topics/", views.signal_topics, name="signal_topics"),
    path("signals/<str:id>/demand/new/", views.signal_demand, name="signal_demand"),
    path("pillars/new/", views.new_pillar, name="new_pillar"),
    path("pillars/<str:id>/edit/", views.edit_pillar, name="edit_pillar"),
    path("angles/<str:id>/edit/", views.edit_angle, name="edit_angle"),
    path("angles/<str:id>/end/", views.angle_end, name="angle_end"),
    path("demand/<str:id>/end/", views.demand_end, name="demand_end"),
    path("matrix/", views.matrix_page, name="matrix"),
    path("matrix.<table:kind>", views.matrix_table, name="matrix_table"),
    path("matrix/cells/", views.matrix_cell, name="matrix_cell"),
    path("matrix/cells/new/", views.new_cell, name="new_cell"),
]
