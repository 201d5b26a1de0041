"""What the `drumbeat` command promises, on real installations."""

import re
from collections import defaultdict
from decimal import Decimal
from urllib.request import urlopen

import pytest

from tests.installation import SHARED, Installation

pytestmark = pytest.mark.slow

CDNOW = SHARED / "data" / "cdnow" / "CDNOW_master.txt"

FOUND = """
from drumbeat.people.founding.actions import found_brand
from drumbeat.people.models import Person
person = Person.objects.create_user("a@example.test", "correct horse battery", name="A")
found_brand(person, name="Shop", language="en", currency="USD", time_zone="America/New_York",
            calendar="weekdays", roles=["an"])
answer = True
"""

ORDERS = """
from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo
from drumbeat.insight.lake import lake_of
from drumbeat.people.models import Brand
import duckdb
lake = lake_of(Brand.objects.get())
files = lake.derived_files("outcomes", lake.manifest().tables["outcomes"])
rows = duckdb.sql(f"select person, value_minor, epoch_us(ts) from read_parquet({files})").fetchall()
months = Counter()
for person, value, micros in rows:
    moment = datetime.fromtimestamp(micros / 1_000_000, ZoneInfo("America/New_York"))
    months[moment.strftime("%Y%m")] += value
answer = {"orders": len(rows), "customers": len({row[0] for row in rows}), "months": months}
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    installation = Installation(tmp_path_factory.mktemp("home")).prepared()
    installation.ask(FOUND)
    return installation


def independent_months() -> dict[str, int]:
    """Cents a month, summed from the file's text alone."""
    months: dict[str, Decimal] = defaultdict(Decimal)
    for line in CDNOW.read_text().splitlines()[1:]:
        _customer, day, _units, dollars = line.split()
        months[day[:6]] += Decimal(dollars)
    return {month: int(total * 100) for month, total in months.items()}


@pytest.mark.skipif(not CDNOW.exists(), reason="the public order data lie beside the repository")
def test_real_orders_import_once_and_whole(shop):
    first = shop.drumbeat("import", CDNOW)
    assert "69,659 orders of 23,570 customers" in first.stdout
    expected = {"orders": 69_659, "customers": 23_570, "months": independent_months()}
    assert shop.ask(ORDERS) == expected
    shop.drumbeat("import", CDNOW)
    assert shop.ask(ORDERS) == expected


def test_a_file_of_no_known_kind_is_refused_in_words(shop, tmp_path):
    strange = tmp_path / "notes.csv"
    strange.write_text("name,mood\nLi,good\n")
    refused = shop.drumbeat("import", strange, check=False)
    assert refused.returncode != 0
    assert "notes.csv" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_doctor_sees_a_healthy_installation(shop):
    checked = shop.drumbeat("doctor")
    assert checked.returncode == 0
    assert "0 events wait" in checked.stdout


def test_doctor_says_what_to_do_before_the_first_start(tmp_path):
    checked = Installation(tmp_path).drumbeat("doctor")
    assert "`drumbeat serve` brings them up to date" in checked.stdout
    assert "no brand yet" in checked.stdout


def test_a_backup_is_restored_elsewhere_and_never_over_something(shop, tmp_path):
    archive = tmp_path / "shop.tar.gz"
    shop.drumbeat("backup", archive)
    (tmp_path / "elsewhere").mkdir()
    elsewhere = Installation(tmp_path / "elsewhere")
    elsewhere.drumbeat("restore", archive)
    name = "from drumbeat.people.models import Brand\nanswer = Brand.objects.get().name"
    assert elsewhere.ask(name) == "Shop"
    again = elsewhere.drumbeat("restore", archive, check=False)
    assert again.returncode != 0
    assert "not empty" in again.stderr


def test_a_backup_that_cannot_be_written_leaves_nothing_behind(shop, tmp_path):
    refused = shop.drumbeat("backup", tmp_path / "nowhere" / "shop.tar.gz", check=False)
    assert refused.returncode != 0
    assert "was not written" in refused.stderr
    (tmp_path / "empty").mkdir()
    nothing = Installation(tmp_path / "empty").drumbeat("backup", tmp_path / "b", check=False)
    assert "Nothing has been started" in nothing.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty"]


def test_files_are_served_without_being_read_into_memory_first(shop):
    """Django warns when it has to do that; the warning would stand in the log."""
    with Installation(shop.home, PYTHONWARNINGS="always").serving() as served:
        page = urlopen(f"{served.url}/sign-in/").read().decode()
        for path in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
            assert urlopen(served.url + path).read()
        log = served.log.read_text()
    assert "/static/" in page
    assert "StreamingHttpResponse" not in log
