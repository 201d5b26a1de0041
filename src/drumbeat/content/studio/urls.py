from django.urls import path

from drumbeat.content.studio import pair_views, remark_views, views

urlpatterns = [
    path("versions/<str:id>/edit/", views.studio, name="edit_version"),
    path("versions/<str:id>/edit/preview/", views.preview, name="studio_preview"),
    path("versions/<str:id>/edit/difference/", views.difference_page, name="studio_difference"),
    path("versions/<str:id>/draft/", views.draft, name="keep_draft"),
    path("versions/<str:id>/draft/removal/", views.drop, name="drop_draft"),
    path("assets/<str:id>/pair/", pair_views.new_pair, name="new_pair"),
    path("pairs/<str:id>/agreement/", pair_views.agree, name="pair_agreement"),
    path("pairs/<str:id>/end/", pair_views.part, name="pair_end"),
    path("versions/<str:id>/remarks/new/", remark_views.new_remark, name="new_remark"),
    path("remarks/<str:id>/taking/", remark_views.take, name="remark_taking"),
    path("remarks/<str:id>/refusal/", remark_views.decline, name="remark_refusal"),
    path("remarks/<str:id>/closure/", remark_views.close, name="remark_closure"),
]
