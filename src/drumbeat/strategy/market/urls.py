from django.urls import path

from drumbeat.strategy.market import list_views as lists
from drumbeat.strategy.market import views

urlpatterns = [
    path("market/", views.wall, name="wall"),
    path("market.<table:kind>", views.wall_table, name="wall_table"),
    path("market.opml", views.opml, name="opml"),
    path("market/sources/import/", views.import_opml, name="import_opml"),
    path("market/asking/", views.asking, name="ask_feeds"),
    path("market/lists/new/", lists.new_list, name="new_watch_list"),
    path("market/lists/<str:id>/", lists.watch_list, name="watch_list"),
    path("market/lists/<str:id>/edit/", lists.edit_list, name="edit_watch_list"),
    path("market/lists/<str:id>/archiving/", lists.archive_list, name="archive_watch_list"),
    path("market/lists/<str:id>/sources/new/", lists.new_feed, name="new_feed"),
    path("market/sources/<str:id>/edit/", lists.edit_feed, name="edit_feed"),
    path("market/sources/<str:id>/archiving/", lists.archive_feed, name="archive_feed"),
    path("market/sources/<str:id>/asking/", lists.asking, name="ask_feed"),
    path("market/sources/<str:id>/hot-list/", lists.hot_list, name="hot_list"),
    path("market/signals/<str:id>/", views.signal, name="signal"),
    path("market/signals/<str:id>/tags/", views.tagging, name="tag_signal"),
    path("market/tags/<str:id>/removal/", views.untagging, name="untag_signal"),
    path("market/signals/<str:id>/unfolding/", views.unfolding, name="unfold_signal"),
    path("market/signals/<str:id>/away/", views.away, name="signal_away"),
    path("market/signals/<str:id>/back/", views.back, name="signal_back"),
    path("market/signals/<str:id>/learning/", views.learning, name="signal_learning"),
]
