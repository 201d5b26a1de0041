"""The market wall: from a real feed over real HTTP to a story somebody acts on."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from drumbeat.knowledge.models import Learning
from drumbeat.people.models import Notice
from drumbeat.strategy.market.asking import ask, ask_due
from drumbeat.strategy.market.queries import wall
from drumbeat.strategy.market.taking import take_in
from drumbeat.strategy.models import Feed, Signal, SignalTag, WatchList
from drumbeat.thread.walk import lineage
from tests.fetching.outside import OPENED, Outside
from tests.strategy.factory import a_feed, a_signal, a_watch_list, an_entry
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def outside():
    server = Outside()
    yield server
    server.close()


@pytest.fixture
def opened(settings):
    settings.FETCH_ALSO = OPENED


@pytest.fixture
def strategist(brand):
    return a_member(brand, "brand", name="Strategist Su")


def rss(*titles, encoding="utf-8", hours_ago=2):
    said = format_datetime(timezone.now() - timedelta(hours=hours_ago))
    items = "".join(
        f"<item><title>{title}</title><guid>{title}</guid><pubDate>{said}</pubDate></item>"
        for title in titles
    )
    text = f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel>{items}</channel></rss>'
    return text.encode("gb18030" if encoding == "GB2312" else encoding)


def test_a_gb2312_feed_fills_the_wall_with_scored_headlines(strategist, outside, opened):
    feed = a_feed(a_watch_list(strategist, words="冷泡*3"), f"{outside.url}/tea")
    outside.pages["/tea"] = rss("霸王茶姬推出冷泡新品", "喜茶关闭加盟", encoding="GB2312")
    browser = signed_in(strategist)
    browser.post(f"/strategy/market/sources/{feed.pk}/asking/")
    page = browser.get("/strategy/market/").content.decode()
    assert page.index("霸王茶姬推出冷泡新品") < page.index("喜茶关闭加盟")
    assert "“冷泡” in the headline +60" in page


def test_what_has_not_changed_is_asked_conditionally_and_kept_once(strategist, outside, opened):
    feed = a_feed(a_watch_list(strategist), f"{outside.url}/same")
    outside.pages["/same"] = rss("One", "Two")
    now = timezone.now()
    assert ask(feed, now)
    assert ask(feed, now)
    feed.refresh_from_db()
    assert outside.asked[-1][1]["If-None-Match"] == feed.etag != ""
    assert (feed.signals.count(), feed.problem) == (2, "")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("to-loopback", "leads into a private network (127.0.0.1)"),
        ("to-metadata", "leads into a private network (169.254.169.254)"),
        ("endless", "larger than 5 MB"),
        ("bomb", "declares entities of its own"),
        ("page", "Feeds that it names: "),
        ("nowhere", "status 404"),
    ],
)
def test_a_source_that_fails_says_why_beside_it(strategist, outside, opened, path, reason):
    outside.pages["/bomb"] = b'<!DOCTYPE a [<!ENTITY a "b">]><rss/>'
    outside.pages["/page"] = b"<html><head></head></html>"
    feed = a_feed(a_watch_list(strategist), f"{outside.url}/{path}")
    assert not ask(feed, timezone.now())
    page = signed_in(strategist).get(f"/strategy/market/lists/{feed.watch_list_id}/")
    assert reason in page.content.decode()


def test_a_private_address_is_refused_without_being_opened(strategist, outside):
    feed = a_feed(a_watch_list(strategist), f"{outside.url}/tea")
    before = len(outside.asked)
    assert not ask(feed, timezone.now())
    assert (feed.problem, len(outside.asked)) == ("private_address", before)


def test_the_clock_asks_what_is_due_and_waits_longer_after_each_failure(
    strategist, outside, opened
):
    watched = a_watch_list(strategist)
    outside.pages["/due"] = rss("Due")
    due, broken = a_feed(watched, f"{outside.url}/due"), a_feed(watched, f"{outside.url}/nowhere")
    a_feed(watched, f"{outside.url}/paused", is_paused=True)
    a_feed(watched, "")
    now = timezone.now()
    assert ask_due(now) == 1
    assert ask_due(now) == 0
    ask_due(now + timedelta(minutes=60))
    due.refresh_from_db()
    broken.refresh_from_db()
    assert due.next_at == now + timedelta(minutes=120)
    assert broken.next_at == now + timedelta(minutes=180)
    assert broken.failures == 2


def test_the_same_story_of_two_sources_stands_once(strategist):
    watched = a_watch_list(strategist)
    first, second = a_feed(watched, title="A"), a_feed(watched, title="B")
    now = timezone.now()
    take_in(first, [an_entry("霸王茶姬推出三款冷泡新品", hours_ago=5)], now)
    take_in(second, [an_entry("霸王茶姬正式推出三款冷泡新品", hours_ago=3)], now)
    head = wall(strategist.brand, now).get()
    assert head.feed == first
    page = signed_in(strategist).get(f"/strategy/market/signals/{head.pk}/").content.decode()
    assert "霸王茶姬正式推出三款冷泡新品" in page


def test_a_story_folded_wrongly_is_taken_out_again(strategist):
    head = a_signal(strategist, "Tea sales rise")
    other = a_signal(strategist, "Tea sales rise again", told_by=head)
    signed_in(strategist).post(f"/strategy/market/signals/{other.pk}/unfolding/")
    assert wall(strategist.brand, timezone.now()).count() == 2


def test_words_that_must_or_must_not_occur_keep_things_off_the_wall(strategist):
    feed = a_feed(a_watch_list(strategist, words="+tea\n!hiring"))
    said = [an_entry(title) for title in ("Tea news", "Coffee news", "Tea house hiring")]
    assert [str(one) for one in take_in(feed, said, timezone.now())] == ["Tea news"]


def test_other_words_weigh_what_is_there_again(strategist):
    signal = a_signal(strategist, "Cold brew wins")
    browser = signed_in(strategist)
    watched = signal.watch_list
    typed = {"title_en": "Tea", "words": "cold brew*2", "owner": strategist.pk, "row_version": 1}
    browser.post(f"/strategy/market/lists/{watched.pk}/edit/", typed)
    signal.refresh_from_db()
    assert signal.points == 40


def test_a_loud_story_is_told_to_the_owner_once_a_reading(strategist):
    feed = a_feed(a_watch_list(strategist, words="tea*5", tell_from=50), trust=5)
    take_in(
        feed, [an_entry("Tea one"), an_entry("Tea two of spring"), an_entry("Milk")], timezone.now()
    )
    notice = Notice.objects.get(member=strategist)
    assert notice.text_en.startswith("On the market wall: Tea")


def test_the_wall_is_narrowed_by_list_tag_words_and_score(strategist):
    old = a_signal(strategist, "Old tea", hours_ago=24 * 20, points=100)
    new = a_signal(strategist, "New milk", points=100)
    browser = signed_in(strategist)
    browser.post(f"/strategy/market/signals/{new.pk}/tags/", {"name": " autumn "})
    for asked, shown in (
        ("score=50", new),
        ("tag=autumn", new),
        ("text=old", old),
        (f"watch_list={old.watch_list_id}", old),
    ):
        page = browser.get(f"/strategy/market/?{asked}").content.decode()
        hidden = old if shown is new else new
        assert str(shown) in page, asked
        assert str(hidden) not in page, asked
        table = browser.get(f"/strategy/market.csv?{asked}").content.decode("utf-8-sig")
        assert str(shown) in table
        assert str(hidden) not in table
    browser.post(f"/strategy/market/tags/{SignalTag.objects.get().pk}/removal/")
    assert not SignalTag.objects.exists()


def test_what_is_put_away_can_be_put_back(strategist):
    signal = a_signal(strategist, "Noise")
    browser = signed_in(strategist)
    browser.post(f"/strategy/market/signals/{signal.pk}/away/")
    assert "Noise" not in browser.get("/strategy/market/?is_away=").content.decode()
    assert "Noise" in browser.get("/strategy/market/?is_away=on").content.decode()
    browser.post(f"/strategy/market/signals/{signal.pk}/back/")
    assert "Noise" in browser.get("/strategy/market/").content.decode()


def test_a_signal_becomes_a_learning_that_keeps_its_source(strategist):
    signal = a_signal(strategist, "Grocers sell more tea", url="https://news.test/1")
    answer = signed_in(strategist).post(f"/strategy/market/signals/{signal.pk}/learning/")
    draft = Learning.objects.get()
    assert answer.url == f"/b/{strategist.brand.slug}/knowledge/learnings/{draft.pk}/"
    evidence = draft.evidence.get()
    assert (evidence.ref, evidence.note) == (f"signal:{signal.pk}", "https://news.test/1")
    assert lineage(draft).of("signal") == [signal]


def test_opml_brings_a_list_a_folder_and_goes_out_again(strategist):
    text = '<opml version="1.0"><body><outline text="茶"><outline text="A" xmlUrl="https://a.test/f"/></outline></body></opml>'
    browser = signed_in(strategist)
    for _twice in range(2):
        file = SimpleUploadedFile("feeds.opml", text.encode(), "text/x-opml")
        browser.post("/strategy/market/sources/import/", {"file": file})
    assert (WatchList.objects.get().title_zh, Feed.objects.get().url) == ("茶", "https://a.test/f")
    assert b"https://a.test/f" in browser.get("/strategy/market.opml").content


def test_a_broken_opml_file_says_so_at_the_field(strategist):
    answer = signed_in(strategist).post(
        "/strategy/market/sources/import/", {"file": SimpleUploadedFile("x.opml", b"<opml")}
    )
    assert answer.status_code == 422
    assert "not an OPML file" in answer.content.decode()


def test_a_hot_list_in_gb18030_is_uploaded_and_ranked(strategist):
    feed = a_feed(a_watch_list(strategist), "")
    text = "排名,标题,热度\n1,冷泡茶翻红,123\n40,奶茶续命,88\n"
    file = SimpleUploadedFile("热搜.csv", text.encode("gb18030"))
    signed_in(strategist).post(f"/strategy/market/sources/{feed.pk}/hot-list/", {"file": file})
    assert [str(one) for one in wall(strategist.brand, timezone.now())] == [
        "冷泡茶翻红",
        "奶茶续命",
    ]


def test_a_hot_list_without_topics_is_refused_at_the_field(strategist):
    feed = a_feed(a_watch_list(strategist), "")
    answer = signed_in(strategist).post(
        f"/strategy/market/sources/{feed.pk}/hot-list/",
        {"file": SimpleUploadedFile("x.csv", b"a,b\n1,2\n")},
    )
    assert answer.status_code == 422
    assert "标题" in answer.content.decode()


def test_a_source_with_an_odd_address_is_refused_with_what_was_typed_kept(strategist):
    watched = a_watch_list(strategist)
    typed = {"title_en": "Odd", "trust": 3, "every_minutes": 60, "owner": strategist.pk}
    answer = signed_in(strategist).post(
        f"/strategy/market/lists/{watched.pk}/sources/new/", typed | {"url": "ftp://x.test/feed"}
    )
    assert answer.status_code == 422
    assert "ftp://x.test/feed" in answer.content.decode()


def test_a_date_in_the_future_does_not_keep_a_signal_on_top(strategist):
    now = datetime(2026, 11, 23, 2, tzinfo=UTC)
    (signal,) = take_in(a_feed(a_watch_list(strategist)), [an_entry("Soon", hours_ago=-9999)], now)
    assert signal.published_at <= now


def test_a_foreign_brands_signal_does_not_exist(lead):
    signal = a_signal(a_member(a_brand()), "Foreign")
    assert signed_in(lead).get(f"/strategy/market/signals/{signal.pk}/").status_code == 404
    assert "Foreign" not in signed_in(lead).get("/strategy/market/").content.decode()


def test_a_writer_reads_the_wall_and_changes_nothing(brand, lead):
    signal = a_signal(lead, "Read me")
    writer = signed_in(a_member(brand, "cw"))
    assert "Read me" in writer.get("/strategy/market/").content.decode()
    assert writer.post(f"/strategy/market/signals/{signal.pk}/away/").status_code == 403
    assert signed_in(a_member(brand, "gst")).get("/strategy/market/").status_code == 403


def test_the_wall_costs_the_same_however_much_is_on_it(lead, django_assert_max_num_queries):
    for number in range(40):
        a_signal(lead, f"Story {number}")
    browser = signed_in(lead)
    browser.get("/strategy/market/")
    with django_assert_max_num_queries(16):
        browser.get("/strategy/market/")


def test_an_empty_wall_teaches_the_next_step(strategist):
    page = signed_in(strategist).get("/strategy/market/").content.decode()
    assert reverse("strategy:new_watch_list") in page
    assert Signal.objects.count() == 0
