from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from drumbeat.strategy.messages.forms import EVIDENCE_BYTES
from drumbeat.strategy.messages.queries import wordings
from drumbeat.strategy.messages.validity import validity
from drumbeat.strategy.models import KeyMessage, MessageHouse, Pillar, ProofPoint, Wording
from tests.strategy.factory import a_house, a_message, a_pillar, a_plan, a_proof, an_audience
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
LINK = "https://example.test/report.pdf"


def today_of(brand):
    return timezone.localdate(timezone=ZoneInfo(brand.time_zone))


@pytest.fixture
def strategist(brand):
    return a_member(brand, "brand", name="Strategist Su")


@pytest.mark.parametrize(
    ("until", "link", "state", "left"),
    [
        (None, LINK, "holds", None),
        (TODAY + timedelta(days=31), LINK, "holds", 31),
        (TODAY + timedelta(days=30), LINK, "ending", 30),
        (TODAY, LINK, "ending", 0),
        (TODAY - timedelta(days=1), LINK, "ended", -1),
        (TODAY, "", "unproven", 0),
        (None, "", "unproven", None),
    ],
)
def test_a_proof_warns_thirty_days_before_it_ends(lead, until, link, state, left):
    proof = ProofPoint(valid_until=until, evidence_url=link)
    assert (validity(proof, TODAY).state, validity(proof, TODAY).days_left) == (state, left)


def test_a_house_is_built_through_the_pages_in_both_languages(strategist):
    browser = signed_in(strategist)
    browser.post(
        "/strategy/houses/new/",
        {
            "title_en": "Trail shoe",
            "title_zh": "越野鞋",
            "umbrella_en": "Light on every rock",
            "umbrella_zh": "踏石无声",
            "owner": strategist.pk,
            "row_version": "1",
        },
    )
    house = MessageHouse.objects.get()
    browser.post(
        f"/strategy/houses/{house.pk}/pillars/new/",
        {"title_en": "Lighter", "title_zh": "更轻", "row_version": "1"},
    )
    pillar = Pillar.objects.get()
    browser.post(
        f"/strategy/pillars/{pillar.pk}/messages/new/",
        {
            "title_en": "Half the weight",
            "title_zh": "一半的重量",
            "pillar": pillar.pk,
            "is_active": "on",
            "row_version": "1",
        },
    )
    message = KeyMessage.objects.get()
    browser.post(
        f"/strategy/messages/{message.pk}/proofs/new/",
        {
            "title_en": "210 g",
            "source": "SGS, 2026",
            "row_version": "1",
            "valid_until": (today_of(strategist.brand) + timedelta(days=10)).isoformat(),
            "file": SimpleUploadedFile("sgs.pdf", b"%PDF-1.7 210 g", "application/pdf"),
        },
    )
    page = browser.get(f"/strategy/houses/{house.pk}/").content.decode()
    for shown in (
        "Light on every rock",
        "踏石无声",
        "更轻",
        "Half the weight",
        "一半的重量",
        "210 g",
        "10 days left",
    ):
        assert shown in page
    proof = ProofPoint.objects.get()
    assert proof.evidence.is_intact()
    given = browser.get(f"/strategy/proofs/{proof.pk}/evidence/")
    assert given.content == b"%PDF-1.7 210 g"
    assert given["Content-Disposition"].startswith("attachment")


def test_the_evidence_stays_when_a_proof_is_edited_without_a_new_file(strategist):
    message = a_message(strategist)
    browser = signed_in(strategist)
    browser.post(
        f"/strategy/messages/{message.pk}/proofs/new/",
        {
            "title_en": "210 g",
            "source": "SGS",
            "row_version": "1",
            "file": SimpleUploadedFile("sgs.pdf", b"bytes", "application/pdf"),
        },
    )
    proof = ProofPoint.objects.get()
    browser.post(
        f"/strategy/proofs/{proof.pk}/edit/",
        {"title_en": "211 g", "source": "SGS", "row_version": str(proof.row_version)},
    )
    again = ProofPoint.objects.get()
    assert (again.title_en, again.evidence_id) == ("211 g", proof.evidence_id)


def test_a_file_that_is_too_large_is_refused_and_the_words_are_kept(strategist):
    message = a_message(strategist)
    big = SimpleUploadedFile("film.mov", b"0" * (EVIDENCE_BYTES + 1), "video/quicktime")
    answer = signed_in(strategist).post(
        f"/strategy/messages/{message.pk}/proofs/new/",
        {"title_en": "Measured by us", "source": "us", "file": big, "row_version": "1"},
    )
    assert answer.status_code == 422
    assert "Measured by us" in answer.content.decode()
    assert "25 MB" in answer.content.decode()


def test_a_message_without_valid_proof_says_so(strategist):
    message = a_message(strategist)
    a_proof(message, valid_until=today_of(strategist.brand) - timedelta(days=1), evidence_url=LINK)
    page = signed_in(strategist).get(f"/strategy/messages/{message.pk}/").content.decode()
    assert "Nothing proves this sentence today" in page


def test_a_house_needs_its_roof(strategist):
    answer = signed_in(strategist).post(
        "/strategy/houses/new/",
        {"title_en": "Roofless", "owner": strategist.pk, "row_version": "1"},
    )
    assert answer.status_code == 422
    assert "umbrella" in answer.content.decode()
    assert "Roofless" in answer.content.decode()


def test_an_archived_or_unused_message_is_not_offered_to_plans(strategist):
    kept, unused, old = (a_message(strategist, title) for title in ("Kept", "Unused", "Old"))
    KeyMessage.objects.filter(pk=unused.pk).update(is_active=False)
    browser = signed_in(strategist)
    assert browser.post(f"/strategy/messages/{old.pk}/archiving/").status_code == 302
    offered = browser.get("/strategy/plans/new/").content.decode()
    assert (kept.pk in offered, unused.pk in offered, old.pk in offered) == (True, False, False)


def test_a_message_cannot_move_into_another_house(strategist):
    message, elsewhere = a_message(strategist), a_pillar(a_house(strategist, "Other"))
    answer = signed_in(strategist).post(
        f"/strategy/messages/{message.pk}/edit/",
        {"title_en": "x", "pillar": elsewhere.pk, "row_version": "1"},
    )
    assert answer.status_code == 422


def test_the_table_of_messages_names_both_languages_and_the_proof(strategist):
    a_proof(a_message(strategist, title_zh="一半的重量"), evidence_url=LINK)
    table = signed_in(strategist).get("/strategy/messages.csv").content.decode("utf-8-sig")
    assert "一半的重量" in table
    assert "210 g measured by SGS" in table


def test_a_foreign_brands_house_does_not_exist(lead):
    message = a_message(a_member(a_brand()))
    proof = a_proof(message)
    browser = signed_in(lead)
    for path in (
        f"houses/{message.pillar.house.pk}/",
        f"messages/{message.pk}/",
        f"pillars/{message.pillar.pk}/edit/",
        f"messages/{message.pk}/proofs/new/",
        f"proofs/{proof.pk}/evidence/",
    ):
        assert browser.get(f"/strategy/{path}").status_code == 404


@pytest.mark.parametrize("role", ["cw", "ds", "cm", "ev", "an"])
def test_roles_that_only_read_do_not_build_houses(brand, lead, role):
    house = a_house(lead)
    browser = signed_in(a_member(brand, role))
    assert browser.get(f"/strategy/houses/{house.pk}/").status_code == 200
    assert browser.get("/strategy/houses/new/").status_code == 403
    assert browser.get(f"/strategy/houses/{house.pk}/pillars/new/").status_code == 403


def test_plans_show_on_the_message_they_carry(lead):
    plan = a_plan(lead)
    page = signed_in(lead).get(f"/strategy/messages/{plan.messages.get().pk}/").content.decode()
    assert str(plan) in page


def test_a_house_costs_the_same_however_many_rooms(lead, django_assert_max_num_queries):
    house = a_house(lead)
    for _ in range(4):
        pillar = a_pillar(house)
        for _ in range(4):
            a_proof(a_message(lead, pillar=pillar))
    browser = signed_in(lead)
    with django_assert_max_num_queries(18):
        browser.get(f"/strategy/houses/{house.pk}/")
    with django_assert_max_num_queries(13):
        browser.get("/strategy/messages/")


def test_sentences_and_pillars_stand_in_the_order_people_give_them(strategist):
    house = a_house(strategist)
    first, second = a_pillar(house, "Lighter", position=0), a_pillar(house, "Faster", position=1)
    words = [a_message(strategist, word, first, position=at) for at, word in enumerate("abc")]
    page = signed_in(strategist)

    page.post(f"/strategy/messages/{words[2].pk}/rank/", {"way": "up"})
    page.post(f"/strategy/messages/{words[0].pk}/rank/", {"way": "up"})
    assert [str(one) for one in first.messages.current()] == ["a", "c", "b"]
    answer = page.post(f"/strategy/pillars/{second.pk}/rank/", {"way": "up"})
    assert [str(one) for one in house.pillars.current()] == ["Faster", "Lighter"]
    assert answer.url.endswith(house.get_absolute_url())
    assert f"/strategy/messages/{words[0].pk}/rank/" in page.get(answer.url).content.decode()


class TestWordings:
    """A message stays one; each audience may hear it in words of its own."""

    @pytest.fixture
    def message(self, strategist):
        return a_message(strategist, title="Never bitter")

    @pytest.fixture
    def hosts(self, strategist):
        return an_audience(strategist, title="Weekend hosts")

    def write(self, by, message, audience, **words):
        return signed_in(by).post(
            f"/strategy/messages/{message.pk}/wordings/new/",
            {"audience": audience.pk, "row_version": "1", **words},
        )

    def test_are_written_by_audience_and_shown_on_both_pages(self, strategist, message, hosts):
        page = signed_in(strategist).get(f"/strategy/messages/{message.pk}/").content.decode()
        assert f"/strategy/messages/{message.pk}/wordings/new/" in page
        self.write(strategist, message, hosts, title_en="Ready when they ring", why="They sit down")
        wording = Wording.objects.get()
        assert (wording.message, wording.audience, wording.owner) == (message, hosts, strategist)
        for page in (message, hosts):
            shown = signed_in(strategist).get(page.get_absolute_url(), follow=True).content.decode()
            assert "Ready when they ring" in shown

    def test_there_is_one_an_audience_until_it_is_archived(self, strategist, message, hosts):
        self.write(strategist, message, hosts, title_en="First")
        again = self.write(strategist, message, hosts, title_en="Second")
        assert again.status_code == 422
        assert "audience" in again.context["form"].errors
        signed_in(strategist).post(f"/strategy/wordings/{Wording.objects.get().pk}/archiving/")
        assert self.write(strategist, message, hosts, title_en="Second").status_code == 302
        assert [str(one) for one in wordings(message)] == ["Second"]

    def test_a_wording_needs_words(self, strategist, message, hosts):
        assert self.write(strategist, message, hosts).status_code == 422
        assert not Wording.objects.exists()

    def test_the_table_is_a_file(self, strategist, message, hosts):
        self.write(strategist, message, hosts, title_en="Ready when they ring")
        path = f"/strategy/messages/{message.pk}/wordings.csv"
        assert "Ready when they ring" in signed_in(strategist).get(path).content.decode("utf-8-sig")
