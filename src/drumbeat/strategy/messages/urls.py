from django.urls import path

from drumbeat.strategy.messages import views

urlpatterns = [
    path("messages/", views.houses, name="houses"),
    path("messages.<table:kind>", views.houses_table, name="houses_table"),
    path("houses/new/", views.new_house, name="new_house"),
    path("houses/<str:id>/", views.house, name="house"),
    path("houses/<str:id>/edit/", views.edit_house, name="edit_house"),
    path("houses/<str:id>/archiving/", views.archive_house, name="archive_house"),
    path("houses/<str:id>/pillars/new/", views.new_pillar, name="new_pillar"),
    path("pillars/<str:id>/edit/", views.edit_pillar, name="edit_pillar"),
    path("pillars/<str:id>/rank/", views.pillar_rank, name="pillar_rank"),
    path("pillars/<str:id>/messages/new/", views.new_message, name="new_message"),
    path("messages/<str:id>/", views.message, name="message"),
    path("messages/<str:id>/edit/", views.edit_message, name="edit_message"),
    path("messages/<str:id>/rank/", views.message_rank, name="message_rank"),
    path("messages/<str:id>/archiving/", views.archive_message, name="archive_message"),
    path("messages/<str:id>/wordings/new/", views.new_wording, name="new_wording"),
    path("messages/<str:id>/wordings.<table:kind>", views.wordings_table, name="wordings_table"),
    path("wordings/<str:id>/edit/", views.edit_wording, name="edit_wording"),
    path("wordings/<str:id>/archiving/", views.archive_wording, name="archive_wording"),
    path("messages/<str:id>/proofs/new/", views.new_proof, name="new_proof"),
    path("proofs/<str:id>/edit/", views.edit_proof, name="edit_proof"),
    path("proofs/<str:id>/evidence/", views.evidence, name="evidence"),
    path("proofs/<str:id>/archiving/", views.archive_proof, name="archive_proof"),
]
