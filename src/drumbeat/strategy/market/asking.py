"""Asking sources: when it is time, or when somebody presses the button."""

import logging
from datetime import datetime, timedelta

from django.conf import settings

from drumbeat.fetching import FetchRefused, fetch
from drumbeat.formats.feeds import FeedRefused, read_feed
from drumbeat.strategy.market.models import Feed
from drumbeat.strategy.market.taking import take_in

log = logging.getLogger("drumbeat.market")

AT_ONCE = 20
LONGEST_PAUSE = timedelta(days=1)


def ask_due(now: datetime) -> int:
    """Ask the sources whose time has come, the longest waiting first; returns how many answered.

    At most 20, so that one call ends; the next beat goes on.
    """
    due = Feed.objects.current().exclude(url="").filter(is_paused=False, next_at__lte=now)
    due = due.filter(watch_list__archived_at=None).order_by("next_at", "id")
    feeds = list(due.select_related("watch_list__owner__person", "owner", "brand")[:AT_ONCE])
    return sum(ask(feed, now) for feed in feeds)


def ask(feed: Feed, now: datetime) -> bool:
    """Ask one source and keep what is new; False when it did not answer (`feed.problem` says why).

    Writes only the columns that asking owns, so that somebody editing the source loses nothing.
    """
    try:
        answer = fetch(
            feed.url,
            etag=feed.etag,
            last_modified=feed.last_modified,
            also=settings.FETCH_ALSO,
        )
        said = read_feed(answer.body, answer.url) if answer.body is not None else None
    except (FetchRefused, FeedRefused) as refusal:
        return _failed(feed, now, refusal.code, refusal.params)
    except Exception:
        # A document that trips the reader must not stop the sources behind it.
        log.exception("Reading %s failed", feed.url)
        return _failed(feed, now, "feed_unreadable", {})
    if said is not None:
        take_in(feed, said.entries, now)
    # Only now: what was not kept must come again, and not as “nothing changed”.
    _note(
        feed,
        asked_at=now,
        answered_at=now,
        next_at=now + timedelta(minutes=feed.every_minutes),
        failures=0,
        problem="",
        problem_params={},
        etag=answer.etag or (feed.etag if said is None else ""),
        last_modified=answer.last_modified or (feed.last_modified if said is None else ""),
    )
    return True


def _failed(feed, now, code, params) -> bool:
    """Ask again later, each time after a longer pause, at most a day."""
    failures = feed.failures + 1
    pause = timedelta(minutes=feed.every_minutes) * 2 ** min(failures - 1, 8)
    _note(
        feed,
        asked_at=now,
        next_at=now + min(pause, LONGEST_PAUSE),
        failures=failures,
        problem=code,
        problem_params=params,
    )
    return False


def _note(feed, **values) -> None:
    for name, value in values.items():
        setattr(feed, name, value)
    Feed.objects.filter(pk=feed.pk).update(**values)
