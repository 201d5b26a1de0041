"""What feeds say, in one shape."""

import datetime as dt
import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing somebody published. Plain text, no mark-up.

    published: aware, None when the feed gives no date that can be read. position: place in a
    hot-list, 1 the hottest; None in a feed.
    """

    guid: str
    title: str
    url: str = ""
    summary: str = ""
    author: str = ""
    published: dt.datetime | None = None
    position: int | None = None

    @property
    def key(self) -> str:
        """The same thing told again by the same source has the same key."""
        return hashlib.sha256((self.guid or self.url or self.title).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """A feed as it stands. is_whole: False when its XML is broken and only parts were read."""

    title: str
    entries: list[Entry]
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Subscription:
    """A line of an OPML file: a feed's address, its name, the folder it lies in."""

    url: str
    title: str
    folder: str = ""


class FeedRefused(ValueError):
    """The document says nothing that a watch-list could read. `code` and `params` find the sentence.

    codes: feed_empty, feed_entities, feed_too_many, feed_is_page, feed_unreadable,
    opml_unreadable, hot_list_no_titles.
    """

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(f"{code} {params}" if params else code)
