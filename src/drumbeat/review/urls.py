"""The review room stands at the root: it is where all other rooms meet."""

from django.urls import path

from drumbeat.review.calendar import public_views, sharing_views
from drumbeat.review.calendar import views as calendar
from drumbeat.review.campaigns import views as campaigns
from drumbeat.review.lineage import views as lineage
from drumbeat.review.retrospectives import views as retrospectives
from drumbeat.review.today import views as today

app_name = "review"

_ROOM = "review/campaigns/<str:id>/"
_RETRO = f"{_ROOM}retrospective/"
_THREAD = "thread/<slug:key>/<str:pk>/"

urlpatterns = [
    path("today/", today.today, name="today"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar.<table:kind>", calendar.calendar_table, name="calendar_table"),
    path("calendar/briefs/<str:id>/day/", calendar.move_brief, name="move_brief"),
    path("calendar/placements/<str:id>/day/", calendar.move_placement, name="move_placement"),
    path("calendar/sharing/", sharing_views.sharing, name="sharing"),
    path("calendar/views/new/", sharing_views.new_view, name="new_calendar_view"),
    path("calendar/views/<str:id>/end/", sharing_views.view_end, name="calendar_view_end"),
    path("calendar/links/new/", sharing_views.new_link, name="new_calendar_link"),
    path("calendar/links/<str:id>/end/", sharing_views.link_end, name="calendar_link_end"),
    # Read by people and programs that do not sign in.
    path("c/<str:code>.ics", public_views.calendar_feed, name="calendar_feed"),
    path("c/<str:code>/", public_views.calendar_shared, name="calendar_shared"),
    path("review/", campaigns.campaigns, name="campaigns"),
    path(_ROOM, campaigns.campaign, name="campaign"),
    path(f"{_ROOM}live/", campaigns.live, name="live"),
    path(f"{_ROOM}glance/", campaigns.glance, name="glance"),
    path(f"{_ROOM}ask/<slug:name>/", campaigns.ask, name="ask"),
    path(f"{_ROOM}rows/<slug:name>/", campaigns.table, name="rows"),
    path(f"{_ROOM}rows/<slug:name>.<table:kind>", campaigns.table_download, name="rows_table"),
    path(_RETRO, retrospectives.retrospective, name="retrospective"),
    path(f"{_RETRO}words/", retrospectives.words, name="retrospective_words"),
    path(f"{_RETRO}learnings/<slug:key>/", retrospectives.learning, name="retrospective_learning"),
    path(f"{_RETRO}closing/", retrospectives.closing, name="retrospective_closing"),
    path(f"{_RETRO}closing.json", retrospectives.snapshot, name="retrospective_snapshot"),
    path(f"{_RETRO}file.html", retrospectives.html, name="retrospective_html"),
    path(f"{_RETRO}file.xlsx", retrospectives.xlsx, name="retrospective_xlsx"),
    path(f"{_RETRO}file.pptx", retrospectives.pptx, name="retrospective_pptx"),
    path(_THREAD, lineage.lineage, name="lineage"),
    path(f"{_THREAD}ribbon/", lineage.ribbon, name="ribbon"),
    path(f"{_THREAD}prov/", lineage.prov, name="lineage_prov"),
]
