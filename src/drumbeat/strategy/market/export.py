"""The wall and its sources as files."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.formats.columns import Column
from drumbeat.formats.feeds import Subscription, write_opml
from drumbeat.strategy.market.models import Feed
from drumbeat.strategy.market.queries import on_page
from drumbeat.ui.tables import table_file

MOST_ROWS = 5_000


def wall_file(kind: str, signals, now) -> HttpResponse:
    """One row a story, best first, with why it has its score; at most 5,000. kind: csv or xlsx."""
    columns = [
        Column("title", _("Headline")),
        Column("score", _("Score now"), "integer"),
        Column("why", _("Why")),
        Column("list", _("Watch-list")),
        Column("source", _("Source")),
        Column("published", _("Published"), "date"),
        Column("told", _("Told by others"), "integer"),
        Column("tags", _("Tags")),
        Column("url", _("Link")),
        Column("summary", _("Summary")),
    ]
    rows = [
        {
            "title": str(one.signal),
            "score": one.score,
            "why": ", ".join(f"{word} +{points}" for word, _where, points in one.signal.hits),
            "list": str(one.signal.watch_list),
            "source": str(one.signal.feed),
            "published": timezone.localtime(one.signal.published_at).date(),
            "told": one.signal.telling_count,
            "tags": ", ".join(tag.name for tag in one.signal.tags.all()),
            "url": one.signal.url,
            "summary": one.signal.summary,
        }
        for one in on_page(signals[:MOST_ROWS], now)
    ]
    return table_file(kind, _("Market wall"), columns, rows)


def opml_file(brand) -> HttpResponse:
    """All sources with an address, as other readers take them."""
    feeds = Feed.objects.of(brand).current().exclude(url="").select_related("watch_list")
    kept = feeds.filter(watch_list__archived_at=None).order_by("watch_list_id", "id")
    subscriptions = [Subscription(feed.url, str(feed), str(feed.watch_list)) for feed in kept]
    return HttpResponse(
        write_opml(f"{brand} · Drumbeat", subscriptions),
        content_type="text/x-opml; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="feeds.opml"'},
    )
