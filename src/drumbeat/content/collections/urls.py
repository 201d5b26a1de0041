"""Addresses of tags, collections and shares."""

from django.urls import path

from drumbeat.content.collections import views
from drumbeat.content.sharing import views as sharing
from drumbeat.content.tags import views as tags

urlpatterns = [
    path("assets/chosen/", views.chosen, name="chosen_assets"),
    path("assets/<str:id>/tags/", tags.tag_asset, name="tag_asset"),
    path("assets/<str:id>/tags/end/", tags.untag_asset, name="untag_asset"),
    path("tags/", tags.tags_page, name="tags"),
    path("tags.<table:kind>", tags.tags_table, name="tags_table"),
    path("tags/known/", tags.known_tags, name="known_tags"),
    path("tags/<str:id>/edit/", tags.rename_tag, name="rename_tag"),
    path("tags/<str:id>/end/", tags.remove_tag, name="remove_tag"),
    path("assets/<str:id>/shares/new/", sharing.share_asset, name="share_asset"),
    path("collections/<str:id>/shares/new/", sharing.share_collection, name="share_collection"),
    path("sharing/", sharing.shares_page, name="shares"),
    path("sharing.<table:kind>", sharing.shares_table, name="shares_table"),
    path("sharing/<str:id>/end/", sharing.share_end, name="share_end"),
    path("collections/", views.collections_page, name="collections"),
    path("collections.<table:kind>", views.collections_table, name="collections_table"),
    path("collections/new/", views.new_collection, name="new_collection"),
    path("collections/<str:id>/", views.collection, name="collection"),
    path("collections/<str:id>.zip", views.collection_zip, name="collection_zip"),
    path(
        "collections/<str:id>/pieces.<table:kind>", views.collection_table, name="collection_table"
    ),
    path("collections/<str:id>/edit/", views.edit_collection, name="edit_collection"),
    path("collections/<str:id>/end/", views.archive_collection, name="archive_collection"),
    path("collections/<str:id>/pieces/", views.put_in, name="put_in_collection"),
    path("collections/<str:id>/pieces/end/", views.take_out, name="take_out_of_collection"),
    path("collections/<str:id>/order/", views.move, name="move_in_collection"),
]
