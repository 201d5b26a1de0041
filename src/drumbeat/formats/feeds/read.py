"""A feed's bytes, whatever its dialect, as entries.

RSS and Atom are feedparser's work: dialects, encodings (GB2312 says less than pages use, so it
reads GB18030) and broken XML. What it must never see is refused before: entity declarations, and
more entries than anybody reads.
"""

import calendar
import datetime as dt
import json
import re
from html.parser import HTMLParser
from urllib.parse import urljoin

import feedparser

from .model import Entry, FeedDocument, FeedRefused
from .text import SUMMARY, TITLE, plain, web_address

MOST_ENTRIES = 200
"""Kept of one reading, the newest."""
_MOST_MARKS = 2_000
_MARKS = (b"<item", b"<entry")


def read_feed(data: bytes, url: str = "") -> FeedDocument:
    """What the feed at `url` says. Raises FeedRefused: feed_empty, feed_entities, feed_too_many,
    feed_is_page (params: feeds, what the page names as its feeds), feed_unreadable.
    """
    # UTF-16 puts a NUL between the letters; without them every encoding shows its marks.
    flat = data.replace(b"\x00", b"")
    if not flat.strip(b" \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise FeedRefused("feed_empty")
    if flat.lstrip(b" \t\r\n\xef\xbb\xbf").startswith(b"{"):
        return _json_feed(data, url)
    if re.search(rb"<!entity", flat, re.IGNORECASE):
        raise FeedRefused("feed_entities")
    if sum(flat.count(mark) for mark in _MARKS) > _MOST_MARKS:
        raise FeedRefused("feed_too_many", most=_MOST_MARKS)
    return _parsed(data, flat, url)


def _parsed(data: bytes, flat: bytes, url: str) -> FeedDocument:
    found = feedparser.parse(
        data, response_headers={"content-location": url} if url else None, sanitize_html=False
    )
    if not found.version and not found.entries:
        if re.search(rb"<html|<!doctype html", flat[:4096], re.IGNORECASE):
            raise FeedRefused("feed_is_page", feeds=", ".join(_named_feeds(data, url)) or "—")
        raise FeedRefused("feed_unreadable")
    broken = found.bozo and not isinstance(
        found.bozo_exception, feedparser.CharacterEncodingOverride
    )
    entries = [_entry(one) for one in found.entries]
    title = plain(found.feed.get("title", ""), TITLE)
    return FeedDocument(title, _newest([one for one in entries if one.title]), not broken)


def _entry(one) -> Entry:
    summary = one.get("summary", "") or next(
        (part.get("value", "") for part in one.get("content", ())), ""
    )
    shown = plain(summary, SUMMARY)
    return Entry(
        guid=one.get("id", ""),
        title=plain(one.get("title", ""), TITLE) or shown[:80],
        url=web_address(one.get("link", "")),
        summary=shown,
        author=plain(one.get("author", ""), 120),
        published=_moment(one.get("published_parsed") or one.get("updated_parsed")),
    )


def _moment(parsed) -> dt.datetime | None:
    """feedparser gives UTC as a time tuple."""
    if parsed is None:
        return None
    try:
        return dt.datetime.fromtimestamp(calendar.timegm(parsed), dt.UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _newest(entries: list[Entry]) -> list[Entry]:
    """Undated entries count as new: a feed without dates shows its newest first."""
    latest = dt.datetime.max.replace(tzinfo=dt.UTC)
    return sorted(entries, key=lambda one: one.published or latest, reverse=True)[:MOST_ENTRIES]


def _json_feed(data: bytes, url: str) -> FeedDocument:
    """JSON Feed 1.0 and 1.1 (jsonfeed.org)."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        raise FeedRefused("feed_unreadable") from None
    if "jsonfeed.org" not in str(document.get("version", "")):
        raise FeedRefused("feed_unreadable")
    items = document.get("items")
    items = [one for one in items if isinstance(one, dict)] if isinstance(items, list) else []
    entries = [_json_entry(one, url) for one in items[:_MOST_MARKS]]
    title = plain(str(document.get("title", "")), TITLE)
    return FeedDocument(title, _newest([one for one in entries if one.title]))


def _json_entry(one: dict, url: str) -> Entry:
    def said(*names: str) -> str:
        return next((str(one[name]) for name in names if one.get(name)), "")

    authors = one.get("authors") or [one.get("author")]
    names = [a.get("name", "") for a in authors if isinstance(a, dict)] if authors else []
    shown = plain(said("summary", "content_text", "content_html"), SUMMARY)
    return Entry(
        guid=said("id"),
        title=plain(said("title"), TITLE) or shown[:80],
        url=web_address(urljoin(url, said("url", "external_url"))),
        summary=shown,
        author=plain(", ".join(map(str, names)), 120),
        published=_iso(said("date_published", "date_modified")),
    )


def _iso(text: str) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.feeds: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        is_feed = re.fullmatch(r"application/(rss\+xml|atom\+xml|feed\+json)", said.get("type", ""))
        if tag == "link" and is_feed and "alternate" in said.get("rel", "").split():
            self.feeds.append(said.get("href", ""))


def _named_feeds(data: bytes, url: str) -> list[str]:
    """The feeds that a page names in its head."""
    links = _Links()
    links.feed(data[:200_000].decode("utf-8", errors="replace"))
    return [found for href in links.feeds[:5] if (found := web_address(urljoin(url, href)))]
