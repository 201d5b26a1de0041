"""Must show 6: a person goes through every way into the product, is erased, and has left no trace."""

import base64
import json
import urllib.request

import pytest

from tests.installation import Installation
from tests.traces import traces

DEVICE, ACCOUNT, OLDER = "dev-ZQ7x19vv2K", "cust-88213377-ANNA", "lead-5f0c77aa91"
EMAIL = "anna.unmistakable@mail.example"
BO = "cust-10000001-BO"

FOUND = """
from drumbeat.insight.models import Source
from drumbeat.people.founding.actions import found_brand
from drumbeat.people.models import Member, Person
person = Person.objects.create_user("a@example.test", "correct horse battery", name="A")
found_brand(person, name="Shop", language="en", currency="CNY", time_zone="Asia/Shanghai",
            calendar="CN", roles=["an"])
member = Member.objects.get()
answer = Source.objects.create(brand=member.brand, owner=member, title_en="Site").write_key
"""

SHOPIFY = (
    "Name,Email,Financial Status,Created at,Currency,Total,Lineitem quantity,Cancelled at,"
    "Refunded Amount\n"
    f"#1,{EMAIL},paid,2026-11-01 10:00:00 +0800,CNY,268.00,1,,0\n"
    "#2,bo@example.test,paid,2026-11-02 10:00:00 +0800,CNY,100.00,1,,0\n"
)
IMPORT = f"""
from drumbeat.insight.orders.actions import read_in, send
from drumbeat.insight.results.intake import the_spool
from drumbeat.people.models import Member
by = Member.objects.get()
broken = {SHOPIFY!r} + "#3,{EMAIL},paid,2026-99-99,CNY,{EMAIL},1,,0\\n"
read_in(broken.encode(), "{EMAIL}.csv", by=by)
seen = read_in({SHOPIFY!r}.encode(), "orders.csv", by=by)
send(seen, by=by, spool=the_spool())
answer = seen.pk
"""

# What an older server acknowledged and this one cannot read any more, plain and packed.
SET_ASIDE = """
import asyncio, gzip, msgspec
from drumbeat.collector.letters import Letter
from drumbeat.insight.results.intake import the_spool
from drumbeat.insight.models import Source
source = Source.objects.first()
letter = Letter("segment", "track", source.brand_id, source.pk, "CNY", 1_760_000_000_000_000, 1,
                "", "", False, {}, "application/json", b'{"userId": "ACCOUNT", "event": ')
packed = msgspec.structs.replace(letter, body=gzip.compress(letter.body))
for one in (letter, packed):
    asyncio.run(the_spool().append(one))
answer = 1
""".replace("ACCOUNT", ACCOUNT)

COUNTED = """
from datetime import date
from drumbeat.insight.lake import derive_brand, lake_of, load_all
from drumbeat.insight.models import PersonRequest
from drumbeat.insight.results.intake import the_spool
from drumbeat.people.models import Brand
from drumbeat.warehouse.questions import Period, daily
load_all(the_spool())
brand = Brand.objects.get()
derive_brand(brand)
rows = daily(lake_of(brand), period=Period(date(2026, 1, 1), date(2027, 1, 1), brand.time_zone)).rows
answer = {
    "outcomes": sum(row["outcomes"] for row in rows),
    "revenue": sum(row["revenue_minor"] or 0 for row in rows),
    "events": sum(lake_of(brand).event_rows().values()),
    "aside": [one.reason for one in the_spool().kept_aside()],
    "requests": list(PersonRequest.objects.values("kind", "counts", "subject")),
}
"""


@pytest.fixture
def shop(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    shop = Installation(home).prepared()
    shop.key = shop.ask(FOUND)
    return shop


def sent(served, key, kind, **message):
    request = urllib.request.Request(
        f"{served.url}/v1/{kind}",
        json.dumps(message).encode(),
        {"Authorization": "Basic " + base64.b64encode(f"{key}:".encode()).decode(), "Content-Type": "application/json"},
    )  # fmt: skip
    assert urllib.request.urlopen(request).status == 200


def a_day_of_her_and_bo(served, key):
    page = {"url": f"https://shop.example/?me={ACCOUNT}&mail={EMAIL}", "title": f"Hi {OLDER}"}
    sent(served, key, "page", anonymousId=DEVICE, context={"page": page})
    sent(served, key, "identify", anonymousId=DEVICE, userId=OLDER, traits={"email": EMAIL})
    sent(served, key, "alias", previousId=OLDER, userId=ACCOUNT)
    bought = {"order_id": f"{ACCOUNT}-1", "revenue": 99, "currency": "CNY"}
    sent(served, key, "track", userId=ACCOUNT, event="Order Completed", properties=bought)
    sent(served, key, "page", anonymousId="dev-bo-000001", userId=BO, context={"page": {"url": f"https://shop.example/?friend={ACCOUNT}"}})  # fmt: skip
    sent(served, key, "track", userId=BO, event="Order Completed", properties={"order_id": "bo-1", "revenue": 1, "gift_for": [ACCOUNT, {"mail": EMAIL}]})  # fmt: skip


@pytest.mark.slow
def test_an_erased_person_leaves_no_byte_under_the_data_folder(shop):
    ids = [DEVICE, ACCOUNT, OLDER, EMAIL]
    with shop.serving() as served:
        a_day_of_her_and_bo(served, shop.key)
        shop.ask(IMPORT)
        shop.ask(SET_ASIDE)
        before = shop.ask(COUNTED)
        assert before["outcomes"] == 4
        found = "\n".join(traces(shop.home, ids))
        assert all(one in found for one in ids)
        assert all(
            place in found for place in ("lake/", "spool.sqlite3", "files/", "drumbeat.sqlite3")
        )

        # The e-mail address and the account are two persons to the lake: each is asked for.
        first = shop.drumbeat("erase", EMAIL, "--yes")
        second = shop.drumbeat("erase", DEVICE, "--yes")
        assert traces(shop.home, ids) == []
        assert not any(one in done.stdout + done.stderr for one in ids for done in (first, second))
        assert "Erased" in second.stdout

        after = shop.ask(COUNTED)
        assert (after["outcomes"], after["revenue"]) == (2, 10_000 + 100)
        assert len(after["aside"]) == 2
        assert all("erased at a person's request" in reason for reason in after["aside"])
        assert {one["kind"] for one in after["requests"]} == {"erase"}

        again = shop.drumbeat("erase", DEVICE, "--yes")
        assert again.returncode == 0
        assert shop.ask(COUNTED)["events"] == after["events"]
        log = served.log.read_text()
    assert not any(one in log for one in ids)
    assert "ERROR" not in log
    assert traces(shop.home, ids) == []


@pytest.mark.slow
def test_erasing_asks_first_and_says_who_is_meant_where_there_are_several_brands(shop):
    asked = shop.drumbeat("erase", ACCOUNT, check=False)  # nobody answers the question
    assert asked.returncode == 1
    assert "Aborted" in asked.stderr
    assert shop.drumbeat("erase", ACCOUNT, "--brand", "nobody", check=False).returncode == 2
    assert shop.ask("from drumbeat.insight.models import PersonRequest\nanswer = PersonRequest.objects.count()") == 0  # fmt: skip
