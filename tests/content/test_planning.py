"""Pillars, topics and angles; the matrix that says what is missing; briefs that fill it."""

from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from drumbeat.content.models import Angle, Brief, ContentCell, ContentPillar, Demand, Topic
from drumbeat.content.planning.matrix import fitting, holes, matrix, pieces
from drumbeat.content.planning.queries import unanswered
from tests.content.factory import a_brief, a_plan, an_acknowledged_brief, an_asset
from tests.content.factory import an_approved_version as approved
from tests.sheets import Spreadsheet
from tests.strategy.factory import a_signal
from tests.world import TODAY, a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db


def an_angle(owner, plan=None, *, topic=None, stage="aware", title="Tea after five", **fields):
    """An angle on a topic of its own, carrying the plan's message to the plan's audience."""
    plan = plan or a_plan(owner)
    shared = {"brand": owner.brand, "owner": owner}
    if topic is None:
        pillar = ContentPillar.objects.create(**shared, title_en="Calm evenings")
        topic = Topic.objects.create(
            **shared,
            title_en="Does tea keep me awake?",
            pillar=pillar,
            audience=plan.audiences.first(),
        )
    values = {"message": plan.messages.first(), "stage": stage, "title_en": title} | fields
    return Angle.objects.create(**shared, topic=topic, **values)


def searched(topic, count, **fields):
    values = {"kind": "search", "words": "tea sleep", "source": "Baidu Index", "observed_on": TODAY}
    return Demand.objects.create(
        brand=topic.brand, owner=topic.owner, topic=topic, count=count, **(values | fields)
    )


def cells(found):
    return {(row.key, cell.column): cell for row in found.rows for cell in row.cells}


def test_a_piece_stands_where_the_angle_of_its_brief_puts_it(team):
    angle = an_angle(team.strategist, stage="consider")
    plan = a_plan(team.strategist)
    brief = an_acknowledged_brief(team, plan=plan, angle=angle)
    an_asset(team, brief=brief, kind="post")
    approved(team, asset=an_asset(team, brief=brief, kind="post"))
    cell = cells(matrix(team.brand))["post", "consider"]
    assert (cell.made, cell.approved) == (2, 1)
    assert cells(matrix(team.brand))["post", "aware"].is_hole


def test_a_piece_without_an_angle_is_a_column_of_its_own_and_not_lost(team):
    an_asset(team, kind="video")
    found = matrix(team.brand)
    assert found.columns[-1] == ("", "No angle")
    assert cells(found)["video", ""].made == 1
    assert sum(row.made for row in found.rows) == 1
    assert pieces(team.brand, {"format": "video", "stage": ""}).count() == 1


def test_the_rows_of_every_pair_of_axes_add_up_to_all_pieces(team):
    angle = an_angle(team.strategist)
    brief = an_acknowledged_brief(team, angle=angle)
    for kind in ("post", "post", "video"):
        an_asset(team, brief=brief, kind=kind)
    an_asset(team)
    for rows in ("format", "stage", "pillar", "audience", "message"):
        for columns in {"format", "stage", "audience", "message"} - {rows}:
            assert sum(row.made for row in matrix(team.brand, rows, columns).rows) == 4


def test_what_is_wanted_and_not_made_is_missing(team):
    angle = an_angle(team.strategist)
    pillar = angle.topic.pillar
    browser = signed_in(team.content_lead)
    typed = {"pillar": pillar.pk, "format": "post", "stage": "aware", "target": 3}
    assert browser.post("/content/matrix/cells/new/", typed).status_code == 302
    an_asset(team, brief=an_acknowledged_brief(team, angle=angle), kind="post")
    cell = cells(matrix(team.brand))["post", "aware"]
    assert (cell.made, cell.target, cell.missing) == (1, 3, 2)
    # The same cell again changes the answer, and does not add a second.
    again = browser.post("/content/matrix/cells/new/", typed | {"target": 5, "row_version": 1})
    assert again.status_code == 302
    assert ContentCell.objects.get().target == 5
    assert cells(matrix(team.brand, pillar=pillar.pk))["post", "aware"].target == 5


def test_a_message_is_silent_at_the_stages_that_no_open_brief_speaks_to(team):
    plan = a_plan(team.strategist)
    angle = an_angle(team.strategist, plan, stage="buy")
    ((message, stages, start),) = holes(team.brand)
    assert (message, len(stages), start) == (plan.messages.get(), 4, angle)
    brief = a_brief(team.strategist, plan=plan, angle=angle)
    ((_message, stages, start),) = holes(team.brand)
    assert stages == ["Aware", "Consider", "Recommend"]
    assert start is None
    Brief.objects.filter(pk=brief.pk).update(state="cancelled")
    assert len(holes(team.brand)[0][1]) == 4


def test_a_topic_that_people_ask_for_and_nobody_briefs_is_called_out_most_asked_first(team):
    quiet, loud = (an_angle(team.strategist).topic for _ in range(2))
    searched(quiet, 300)
    searched(loud, 12_000)
    searched(loud, None, kind="question", words="Can I sleep?")
    assert [(topic, topic.asked) for topic in unanswered(team.brand)] == [
        (loud, 12_000),
        (quiet, 300),
    ]
    a_brief(team.strategist, angle=loud.angles.get())
    assert list(unanswered(team.brand)) == [quiet]


def test_an_empty_cell_leads_to_a_brief_that_is_filled_in_as_far_as_known(team):
    plan = a_plan(team.strategist)
    angle = an_angle(team.strategist, plan, stage="buy")
    other = a_plan(team.strategist, title="Says something else")
    browser = signed_in(team.strategist)
    cell = browser.get("/content/matrix/cells/?format=post&stage=buy").content.decode()
    assert f"/content/briefs/new/?angle={angle.pk}&amp;format=post" in cell
    start = browser.get(f"/content/briefs/new/?angle={angle.pk}&format=post").content.decode()
    assert f"?plan={plan.pk}&amp;angle={angle.pk}&amp;format=post" in start
    assert other.pk not in start
    form = browser.get(f"/content/briefs/new/?plan={plan.pk}&angle={angle.pk}&format=post").context[
        "form"
    ]
    assert form["title_en"].value() == "Tea after five"
    assert form["messages"].value() == [plan.messages.get().pk]
    assert form["audiences"].value() == [plan.audiences.get().pk]
    assert form["formats"].value() == "Social post"
    typed = {"title_en": "Posts", "owner": team.strategist.pk, "angle": angle.pk}
    browser.post(f"/content/briefs/new/?plan={plan.pk}", typed)
    assert Brief.objects.get().angle == angle


def test_angles_that_fit_a_cell_come_unbriefed_first(team):
    plan = a_plan(team.strategist)
    first = an_angle(team.strategist, plan)
    second = an_angle(team.strategist, plan, topic=first.topic)
    elsewhere = an_angle(team.strategist, plan, topic=first.topic, stage="buy")
    a_brief(team.strategist, plan=plan, angle=first)
    found = list(fitting(team.brand, {"format": "post", "stage": "aware"}))
    assert found == [second, first]
    assert elsewhere not in found


def test_pillar_topic_angle_and_demand_are_written_on_their_pages(team):
    plan = a_plan(team.strategist)
    browser = signed_in(team.content_lead)
    me = team.content_lead.pk
    assert "Name the first pillar" in browser.get("/content/topics/").content.decode()
    browser.post("/content/pillars/new/", {"title_en": "Calm evenings", "owner": me})
    pillar = ContentPillar.objects.get()
    typed = {"title_zh": "喝茶会失眠吗？", "pillar": pillar.pk, "owner": me}
    assert browser.post("/content/topics/new/", typed).status_code == 422
    browser.post("/content/topics/new/", typed | {"audience": plan.audiences.get().pk})
    topic = Topic.objects.get()
    page = f"/content/topics/{topic.pk}/"
    line = {"title_en": "Tea after five", "message": plan.messages.get().pk, "stage": "aware"}
    browser.post(f"{page}angles/new/", line | {"owner": me})
    asked = {"kind": "search", "words": "喝茶 失眠", "source": "百度指数", "observed_on": TODAY}
    unmeasured = browser.post(f"{page}demand/new/", asked)
    assert unmeasured.status_code == 422
    assert "how many searches" in unmeasured.content.decode()
    browser.post(f"{page}demand/new/", asked | {"count": "1.2万"})
    shown = browser.get(page).content.decode()
    assert "12,000" in shown
    assert "Tea after five" in shown
    angle = Angle.objects.get()
    browser.post(f"/content/angles/{angle.pk}/end/")
    assert "Tea after five" not in browser.get(page).content.decode()


def test_a_writer_reads_the_topics_and_does_not_rewrite_them(team):
    angle = an_angle(team.strategist)
    browser = signed_in(team.writer)
    assert browser.get("/content/topics/").status_code == 200
    assert browser.get(f"/content/angles/{angle.pk}/edit/").status_code == 403
    assert signed_in(a_member(a_brand())).get(angle.topic.get_absolute_url()).status_code == 404


def test_another_brands_angle_fills_no_brief(team):
    stranger = a_member(a_brand(), "brand")
    foreign = an_angle(stranger)
    browser = signed_in(team.strategist)
    assert browser.get(f"/content/briefs/new/?angle={foreign.pk}").status_code == 404


def heard(owner, title="Tea keeps one in five awake", **fields):
    said = {"summary": "Asked 2,000 drinkers.", "url": "https://news.example/tea"} | fields
    return a_signal(owner, title, **said)


def as_filled_in(form) -> dict:
    """What the browser sends of a form that nobody touched."""
    return {name: value for name in form.fields if (value := form[name].value()) is not None}


def test_a_signal_fills_in_a_topic_and_stays_as_its_source(team):
    plan = a_plan(team.strategist)
    angle = an_angle(team.strategist, plan)
    signal = heard(team.strategist)
    browser = signed_in(team.content_lead)
    wall, page = signal.get_absolute_url(), f"/content/topics/new/?signal={signal.pk}"
    assert page in browser.get(wall).content.decode()
    form = browser.get(page).context["form"]
    typed = as_filled_in(form) | {"audience": plan.audiences.get().pk}
    assert browser.post(page, typed | {"pillar": ""}).status_code == 422
    assert not Demand.objects.exists()
    browser.post(page, typed | {"pillar": angle.topic.pillar_id})
    topic = Topic.objects.get(signal=signal)
    demand = topic.demand.get()
    assert str(topic) == "Tea keeps one in five awake"
    assert (demand.words, demand.source) == ("Asked 2,000 drinkers.", "https://news.example/tea")
    there = ZoneInfo(team.brand.time_zone)
    assert demand.observed_on == timezone.localdate(signal.published_at, there)
    assert demand.signal == signal
    assert f'{wall}"' in browser.get(topic.get_absolute_url()).content.decode()
    came = browser.get(f"/content/signals/{signal.pk}/topics/").content.decode()
    assert topic.get_absolute_url() in came
    # A second one is told of the first, and may be made.
    again = browser.get(page).content.decode()
    assert "has topics already" in again
    assert topic.get_absolute_url() in again
    browser.post(page, typed | {"pillar": angle.topic.pillar_id})
    assert signal.topics.count() == 2


def test_a_signal_is_evidence_for_a_topic_that_is_there(team):
    topic = an_angle(team.strategist).topic
    signal = heard(team.strategist, summary="", url=f"https://news.example/{'tea/' * 60}")
    browser = signed_in(team.content_lead)
    path = f"/content/signals/{signal.pk}/demand/new/"
    assert path in browser.get(f"/content/topics/new/?signal={signal.pk}").content.decode()
    browser.post(path, as_filled_in(browser.get(path).context["form"]) | {"topic": topic.pk})
    demand = topic.demand.get()
    assert (demand.words, demand.source) == (str(signal), str(signal.feed))
    assert signal.get_absolute_url() in browser.get(topic.get_absolute_url()).content.decode()
    came = f"/content/signals/{signal.pk}/topics/"
    assert str(topic) in browser.get(came).content.decode()
    browser.post(f"/content/demand/{demand.pk}/end/")
    assert str(topic) not in browser.get(came).content.decode()


def test_a_signal_waits_for_the_first_pillar(team):
    signal = heard(team.strategist)
    page = signed_in(team.content_lead).get(f"/content/topics/new/?signal={signal.pk}")
    assert "Name the first pillar" in page.content.decode()


def test_a_signal_is_made_a_topic_by_who_makes_topics_and_in_its_own_brand(team):
    signal = heard(team.strategist)
    page, path = f"/content/topics/new/?signal={signal.pk}", f"/content/signals/{signal.pk}/"
    writer = signed_in(team.writer)
    assert page not in writer.get(signal.get_absolute_url()).content.decode()
    assert writer.get(page).status_code == 403
    assert writer.get(f"{path}demand/new/").status_code == 403
    stranger = signed_in(a_member(a_brand(), "brand"))
    for address in (page, f"{path}demand/new/", f"{path}topics/"):
        assert stranger.get(address).status_code == 404


def test_the_topics_of_a_signal_cost_the_same_for_few_and_many(team, django_assert_num_queries):
    topic = an_angle(team.strategist).topic
    signal = heard(team.strategist)
    Topic.objects.filter(pk=topic.pk).update(signal=signal)
    browser = signed_in(team.content_lead)
    path = f"/content/signals/{signal.pk}/topics/"
    browser.get(path)
    with django_assert_num_queries(8) as asked:
        browser.get(path)
    for _ in range(5):
        searched(an_angle(team.strategist).topic, 5, signal=signal)
        searched(topic, 5, signal=signal)
    with django_assert_num_queries(len(asked.captured_queries)):
        assert browser.get(path).content.decode().count("<li>") == 6


def test_matrix_and_topics_are_files_too(team):
    angle = an_angle(team.strategist)
    searched(angle.topic, 700)
    browser = signed_in(team.content_lead)
    matrix_file = Spreadsheet(browser.get("/content/matrix.xlsx").content)
    assert matrix_file.rows(matrix_file.names[0])[0][:2] == ["Format", "Stage"]
    topics = Spreadsheet(browser.get("/content/topics.xlsx").content)
    assert any(str(angle) in row for row in topics.rows(topics.names[0]))


@pytest.mark.parametrize("address", ["/content/topics/", "/content/matrix/"])
def test_pages_of_ten_topics_cost_what_pages_of_one_do(team, address, django_assert_num_queries):
    plan = a_plan(team.strategist)
    searched(an_angle(team.strategist, plan).topic, 5)
    browser = signed_in(team.content_lead)
    browser.get(address)
    with django_assert_num_queries(15 if "matrix" in address else 13) as asked:
        browser.get(address)
    for _ in range(10):
        angle = an_angle(team.strategist, plan)
        a_brief(team.strategist, plan=plan, angle=angle)
    with django_assert_num_queries(len(asked.captured_queries)):
        browser.get(address)
