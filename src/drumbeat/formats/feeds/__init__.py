"""What watch-lists read: RSS, Atom, RDF and JSON feeds, OPML, hot-lists as tables."""

from .hotlist import read_hot_list
from .model import Entry, FeedDocument, FeedRefused, Subscription
from .opml import read_opml, write_opml
from .read import read_feed

__all__ = [
    "Entry",
    "FeedDocument",
    "FeedRefused",
    "Subscription",
    "read_feed",
    "read_hot_list",
    "read_opml",
    "write_opml",
]
