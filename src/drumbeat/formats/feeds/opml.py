"""OPML: lists of feeds, as readers exchange them."""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from .model import FeedRefused, Subscription
from .text import TITLE, plain, web_address

MOST = 500


def read_opml(data: bytes) -> list[Subscription]:
    """Every feed of the file once, with its nearest folder; at most 500.

    Raises FeedRefused: feed_entities, opml_unreadable.
    """
    try:
        root = fromstring(data)
    except DefusedXmlException:
        raise FeedRefused("feed_entities") from None
    # LookupError, ValueError: an encoding that nobody knows.
    except (ParseError, LookupError, ValueError):
        raise FeedRefused("opml_unreadable") from None
    body = root.find("body") if root.tag.lower() == "opml" else None
    if body is None:
        raise FeedRefused("opml_unreadable")
    once: dict[str, Subscription] = {}
    for one in _outlines(body):
        once.setdefault(one.url, one)
    return list(once.values())[:MOST]


def _outlines(body: Element) -> Iterator[Subscription]:
    """Depth by a list of our own: a file may nest deeper than Python may call."""
    waiting = [(child, "") for child in reversed(body)]
    while waiting:
        outline, folder = waiting.pop()
        said = {name.lower(): value for name, value in outline.attrib.items()}
        title = plain(said.get("title") or said.get("text") or "", TITLE)
        if url := web_address(said.get("xmlurl", "")):
            yield Subscription(url, title, folder)
        waiting += [(child, title or folder) for child in reversed(outline)]


def write_opml(title: str, subscriptions: Iterable[Subscription]) -> bytes:
    """An OPML 2.0 file with a folder for each that the subscriptions name, in their order."""
    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = title
    body, folders = SubElement(root, "body"), {}
    for one in subscriptions:
        if one.folder not in folders:
            folders[one.folder] = SubElement(body, "outline", text=one.folder)
        SubElement(folders[one.folder], "outline", type="rss", text=one.title, xmlUrl=one.url)
    return tostring(root, encoding="utf-8", xml_declaration=True)
