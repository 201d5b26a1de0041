"""Feeds as the world writes them: dialects, Chinese encodings, broken and hostile documents."""

import time
from datetime import UTC, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook

from drumbeat.formats.feeds import (
    FeedRefused,
    read_feed,
    read_hot_list,
    read_opml,
    write_opml,
)

RSS = """<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel><title>新茶饮观察</title>
<item><title>霸王茶姬上新&lt;b&gt;冷泡&lt;/b&gt;</title><link>https://news.test/1</link>
<guid isPermaLink="false">a1</guid><pubDate>Mon, 23 Nov 2026 08:00:00 +0800</pubDate>
<description>&lt;p&gt;镕记：三款。&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;</description></item>
</channel></rss>"""
ATOM = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">
<title>Tea weekly</title><entry><id>urn:1</id><title>Cold brew up 40%</title>
<link href="https://news.test/2"/><updated>2026-11-23T00:00:00Z</updated>
<author><name>Ann</name></author><summary>Grocers report.</summary></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Old</title></channel>
<item rdf:about="https://news.test/3"><title>Third</title><link>https://news.test/3</link>
<dc:date>2026-11-23T08:00:00+08:00</dc:date></item></rdf:RDF>"""
JSON = """{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[{"id":"4","title":"Fourth",
"url":"/4","content_html":"<p>Four</p>","date_published":"2026-11-23T08:00:00+08:00",
"authors":[{"name":"Bo"}]},{"id":"5","content_text":"No headline at all"}]}"""
MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("declared", "encoded"),
    [("GB2312", "gb18030"), ("GBK", "gbk"), ("utf-8", "utf-8"), ("utf-16", "utf-16")],
)
def test_rss_in_every_encoding_of_chinese_pages(declared, encoded):
    feed = read_feed(RSS.format(encoding=declared).encode(encoded), "https://news.test/rss")
    (entry,) = feed.entries
    assert feed.title == "新茶饮观察"
    assert (entry.title, entry.summary) == ("霸王茶姬上新冷泡", "镕记：三款。")
    assert (entry.guid, entry.url, entry.published) == ("a1", "https://news.test/1", MIDNIGHT)


@pytest.mark.parametrize(
    ("text", "title", "url"),
    [
        (ATOM, "Cold brew up 40%", "https://news.test/2"),
        (RDF, "Third", "https://news.test/3"),
        (JSON, "Fourth", "https://news.test/4"),
    ],
)
def test_atom_rdf_and_json_feeds_say_the_same_things(text, title, url):
    entries = read_feed(text.encode(), "https://news.test/feed").entries
    entry = next(one for one in entries if one.title == title)
    assert (entry.url, entry.published) == (url, MIDNIGHT)


def test_an_entry_without_headline_is_called_by_its_first_words():
    entries = read_feed(JSON.encode()).entries
    assert "No headline at all" in {entry.title for entry in entries}


def test_of_a_broken_feed_the_whole_entries_are_read_and_it_says_so():
    feed = read_feed(RSS.format(encoding="utf-8").split("</channel>")[0].encode() + b"<item><ti")
    assert [entry.guid for entry in feed.entries][:1] == ["a1"]
    assert not feed.is_whole


def test_a_script_is_no_link():
    text = RSS.format(encoding="utf-8").replace("https://news.test/1", "javascript:alert(1)")
    assert read_feed(text.encode()).entries[0].url == ""


BOMB = """<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>
<rss version="2.0"><channel><item><title>&d;</title></item></channel></rss>"""
OUTSIDE = """<!DOCTYPE a [<!entity x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item>
<title>&x;</title></item></channel></rss>"""


@pytest.mark.parametrize("bomb", [BOMB, OUTSIDE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_of_its_own_are_refused_at_once(bomb, encoding):
    began = time.perf_counter()
    assert code(read_feed, bomb.encode(encoding)) == "feed_entities"
    assert time.perf_counter() - began < 0.5


def test_more_entries_than_anybody_reads_are_refused_before_they_cost_time():
    began = time.perf_counter()
    assert code(read_feed, b"<rss><channel>" + b"<item>" * 500_000) == "feed_too_many"
    assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize(
    ("document", "refused"),
    [
        (b"", "feed_empty"),
        (b" \n", "feed_empty"),
        (b"hello", "feed_unreadable"),
        (b'{"a": 1}', "feed_unreadable"),
        (b"{" * 100_000, "feed_unreadable"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": 5', "feed_unreadable"),
        (b"<html><body>Not found</body></html>", "feed_is_page"),
    ],
)
def test_what_is_no_feed_says_why(document, refused):
    assert code(read_feed, document) == refused


def test_a_page_is_asked_which_feeds_it_names():
    page = b'<html><head><link rel="alternate" type="application/rss+xml" href="/rss.xml"></head>'
    with pytest.raises(FeedRefused) as refused:
        read_feed(page, "https://news.test/tea/")
    assert refused.value.params == {"feeds": "https://news.test/rss.xml"}


def test_opml_keeps_folders_and_comes_back_the_same():
    text = """<opml version="1.0"><body><outline text="茶"><outline text="A" xmlUrl="https://a.test/f"/>
    <outline text="Deep"><outline title="B" xmlUrl="https://b.test/f"/></outline></outline>
    <outline text="C" xmlUrl="file:///etc/passwd"/><outline text="A again" xmlUrl="https://a.test/f"/>
    </body></opml>"""
    found = read_opml(text.encode())
    assert [(one.url, one.folder) for one in found] == [
        ("https://a.test/f", "茶"),
        ("https://b.test/f", "Deep"),
    ]
    assert read_opml(write_opml("Mine", found)) == found


@pytest.mark.parametrize(
    ("document", "refused"),
    [
        (BOMB.replace("rss", "opml").encode(), "feed_entities"),
        (b"<opml><body>", "opml_unreadable"),
        (b"<rss/>", "opml_unreadable"),
        (b'<?xml version="1.0" encoding="klingon"?><opml/>', "opml_unreadable"),
    ],
)
def test_a_broken_or_hostile_opml_file_is_refused(document, refused):
    assert code(read_opml, document) == refused


def test_opml_nested_deeper_than_python_may_call_is_read():
    deep = b"<opml><body>" + b"<outline text='x'>" * 3_000
    deep += b"<outline xmlUrl='https://a.test/f'/>" + b"</outline>" * 3_000 + b"</body></opml>"
    assert [one.url for one in read_opml(deep)] == ["https://a.test/f"]


HOT = "微博热搜 2026-11-23\n排名,热搜词,热度,链接\n1,冷泡茶翻红,1234567,https://s.test/1\n2,奶茶续命,,\n,,,\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_hot_list_in_every_chinese_encoding(encoding):
    first, second = read_hot_list(HOT.encode(encoding), "hot.csv", "Asia/Shanghai")
    assert (first.title, first.position, first.url) == ("冷泡茶翻红", 1, "https://s.test/1")
    assert (second.title, second.position, second.summary) == ("奶茶续命", 2, "")


def test_a_hot_list_as_workbook_without_ranks_counts_its_rows():
    book = Workbook()
    naive = MIDNIGHT.replace(tzinfo=None, hour=8)
    for row in (["Topic", "Time"], ["Cold brew", naive], ["Oat milk", None]):
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    first, second = read_hot_list(out.getvalue(), "hot.xlsx", "Asia/Shanghai")
    assert first.published == MIDNIGHT
    assert (second.position, second.published) == (2, None)


def test_a_table_without_topics_says_how_to_call_them():
    assert code(read_hot_list, b"a,b\n1,2\n", "x.csv", "UTC") == "hot_list_no_titles"


def code(read, *arguments):
    with pytest.raises(FeedRefused) as refused:
        read(*arguments)
    return refused.value.code
