"""Content results by what a piece looks like and what the brand calls it: tags, shapes, colours."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from drumbeat.content.media.reading import read_due
from drumbeat.content.models import Asset, FileFacts, Version
from drumbeat.content.tags.actions import tag
from drumbeat.insight.content_results.asking import AttributesForm
from drumbeat.insight.content_results.attributes import told_attributes
from drumbeat.work.models import StoredFile
from tests.channels.factory import a_channel
from tests.content.factory import a_plan
from tests.insight.factory import TODAY, a_visit, days_before, happened
from tests.insight.pieces import a_piece, placed, posts_on_a_feed
from tests.media import MP4, a_picture, drawn
from tests.sheets import Spreadsheet
from tests.world import a_member, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.lake]

RED = a_picture(picture=drawn(100, 80, ground=(200, 40, 40)))
UPRIGHT = a_picture(80, 100)


@pytest.fixture
def world(analyst):
    return posts_on_a_feed(analyst)


def told_by(brand, by):
    form = AttributesForm({"by": by}, brand=brand, today=TODAY)
    assert not form.errors
    return told_attributes(brand, form.asked(), with_money=True)


def rows_by(brand, by):
    return {row["name"]: row for row in told_by(brand, by).rows}


def shows(member, title, data, media_type="image/png"):
    """The version of a piece that is out is this file."""
    file = StoredFile.keep(member, "kv", data, media_type)
    FileFacts.objects.get_or_create(file=file, brand=member.brand)
    read_due()
    Version.objects.filter(asset__title_en=title).update(file=file, text="")


def tagged(member, words, *titles):
    return tag(list(Asset.objects.filter(title_en__in=titles)), words, by=member)


def test_a_piece_with_several_tags_counts_in_each_and_the_total_counts_it_once(world, brand):
    writer = a_member(brand, "cw")
    tagged(writer, "Tea, Evening", "Post 6")
    tagged(writer, "Tea", "Post 5")
    rows = rows_by(brand, "tag")
    assert {name: (row["pieces"], row["touches"]) for name, row in rows.items()} == {
        "Tea": (2, 110), "Evening": (1, 60), "No tag": (4, 100),
    }  # fmt: skip
    told = told_by(brand, "tag")
    assert told.total["touches"] == 210
    assert told.figures[0].value == 210
    assert [*rows][-1] == "No tag"
    assert not told.adds_up


def test_a_tag_is_held_against_the_pieces_that_do_not_carry_it(world, brand):
    """Not against the other rows, in which its own pieces may count as well."""
    tagged(a_member(brand, "cw"), "One, Two", *(f"Post {n}" for n in range(1, 7)))
    rows = rows_by(brand, "tag")
    assert {row["differs"] for row in rows.values()} == {"too few to say"}  # nothing is left


def test_the_page_and_the_workbook_say_that_tags_overlap_and_nothing_adds_them(world, brand):
    tagged(a_member(brand, "cw"), "Tea, Evening", "Post 6")
    browser = signed_in(world["member"])
    page = browser.get("/insight/content/attributes/?by=tag").content.decode()
    assert "these rows overlap and do not add up" in page
    assert "All pieces together: 210, each counted once." in page
    book = Spreadsheet(browser.get("/insight/content/attributes.xlsx?by=tag").content)
    assert not [*book.formulas(book.names[0])]
    assert any("overlap" in str(cell) for row in book.rows(book.names[1]) for cell in row)
    others = Spreadsheet(browser.get("/insight/content/attributes.xlsx?by=shape").content)
    assert [*others.formulas(others.names[0])]
    rows = csv.DictReader(
        io.StringIO(
            browser.get("/insight/content/attributes.csv?by=tag").content.decode("utf-8-sig")
        )
    )
    assert {row["Tag"] for row in rows} == {"Tea", "Evening", "No tag"}


def test_shapes_are_those_of_the_library_and_words_have_none(world, brand, analyst):
    shows(analyst, "Post 6", RED)
    shows(analyst, "Post 5", UPRIGHT)
    shows(analyst, "Post 4", a_picture(100, 100))
    rows = rows_by(brand, "shape")
    assert {name: row["touches"] for name, row in rows.items()} == {
        "Lying": 60, "Upright": 50, "Square": 40, "No shape known": 60,
    }  # fmt: skip
    assert rows["Lying"]["order_rate"] == pytest.approx(2 / 60)


def test_the_main_colour_is_what_fills_most_of_a_picture(world, brand, analyst):
    shows(analyst, "Post 6", RED)
    rows = rows_by(brand, "hue")
    assert {name: row["touches"] for name, row in rows.items()} == {
        "Red": 60, "No colour known": 150,
    }  # fmt: skip
    page = signed_in(analyst).get("/insight/content/attributes/?by=hue").content.decode()
    assert "hue-red" in page


def test_a_film_has_a_shape_and_without_a_read_picture_no_colour(world, brand, analyst):
    shows(analyst, "Post 6", MP4, "video/mp4")
    assert rows_by(brand, "shape")["Upright"]["touches"] == 60
    assert set(rows_by(brand, "hue")) == {"No colour known"}


def test_the_version_that_was_placed_counts_not_the_newest(world, brand, analyst):
    shows(analyst, "Post 6", RED)
    first = Version.objects.get(asset__title_en="Post 6")
    file = StoredFile.keep(analyst, "kv", UPRIGHT, "image/png")
    FileFacts.objects.get_or_create(file=file, brand=brand)
    read_due()
    second = Version.objects.create(
        brand=brand, owner=analyst, asset=first.asset, number=2, file=file, change_note="Upright"
    )
    assert rows_by(brand, "shape")["Lying"]["touches"] == 60
    mail = a_channel(analyst, kind="email", peso="owned")
    placed(analyst, second, code="C000010", campaign=world["campaign"], channel=mail)
    happened(brand, a_visit(days_before(1), "zoe", code="C000010"))
    rows = rows_by(brand, "shape")
    assert (rows["Lying"]["touches"], rows["Upright"]["touches"]) == (60, 1)


@pytest.mark.parametrize("by", ["tag", "shape", "hue"])
def test_more_pieces_and_tags_cost_no_more_queries(world, brand, analyst, by):
    writer, browser = a_member(brand, "cw"), signed_in(analyst)
    address = f"/insight/content/attributes/?by={by}"
    tagged(writer, "Tea", "Post 1")
    shows(analyst, "Post 1", RED)
    browser.get(address)
    with CaptureQueriesContext(connection) as few:
        browser.get(address)
    plan, feed = a_plan(analyst), a_channel(analyst, kind="social_organic", peso="owned")
    for n in range(12):
        version = a_piece(analyst, f"More {n}", plan=plan)
        placed(analyst, version, code=f"D{n:06}", campaign=world["campaign"], channel=feed)
        tagged(writer, f"Tag {n}", f"More {n}")
        shows(analyst, f"More {n}", UPRIGHT)
    browser.get(address)
    with CaptureQueriesContext(connection) as many:
        browser.get(address)
    assert len(many) <= len(few)
