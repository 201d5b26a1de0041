from django.urls import path

from drumbeat.content.creative.proofing import views

urlpatterns = [
    path("proofs/", views.proofs, name="proofs"),
    path("proofs.<table:kind>", views.proofs_table, name="proofs_table"),
    path("proofs/<str:id>/edit/", views.edit_round, name="edit_round"),
    path("proofs/<str:id>/decision/", views.decide, name="proof_decision"),
    path("versions/<str:id>/proof/", views.proof, name="proof"),
    path("versions/<str:id>/proof/pins/", views.new_pin, name="new_pin"),
    path("versions/<str:id>/proof/remarks.<table:kind>", views.pins_table, name="pins_table"),
    path("versions/<str:id>/proof/round/", views.new_round, name="new_round"),
]
