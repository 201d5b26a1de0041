"""An installation whose lake lies in an object store, or in a folder of its own."""

from uuid import uuid4

import pytest

from tests.installation import Installation
from tests.objects import BUCKET, SECRET, an_object_store

pytestmark = [pytest.mark.lake, pytest.mark.slow]

EVENTS = """
from drumbeat.config.commands.prepare import prepare
prepare()
from drumbeat.insight.lake import derive_brand, lake_of
from drumbeat.warehouse.events import to_table
from tests.warehouse.logs import at
from tests.world import a_brand, a_member
brand = a_brand()
a_member(brand, "lead")
came = [at(n, brand=brand.pk, message_id=f"m{n}", anonymous_id=f"visitor-{n}-of-all") for n in range(5)]
lake_of(brand).append(to_table(came, "test-1"), "test-1")
derive_brand(brand)
answer = str(lake_of(brand).root)
"""
VISITORS = """
from drumbeat.insight.lake import lake_of
from drumbeat.people.models import Brand
from drumbeat.warehouse.engine import in_process
from drumbeat.warehouse.derive.tables import SCHEMAS
lake = lake_of(Brand.objects.get())
with in_process() as space:
    files = lake.derived_files("touches", lake.manifest().tables["touches"])
    space.files("touches", files, SCHEMAS["touches"])
    answer = space.run("SELECT visitor FROM touches ORDER BY visitor")["visitor"].to_pylist()
"""


@pytest.fixture(scope="module")
def store():
    with an_object_store() as environment:
        yield environment


@pytest.fixture(params=["object store", "folder"])
def elsewhere(request, tmp_path):
    """elsewhere(name): an empty home, and an empty place for its lake."""
    if request.param == "folder":
        return lambda name: Installation(
            tmp_path / name, DRUMBEAT_LAKE=str(tmp_path / f"{name}-lake")
        )
    keys = request.getfixturevalue("store")
    at = f"s3://{BUCKET}/{uuid4()}"
    return lambda name: Installation(tmp_path / name, DRUMBEAT_LAKE=f"{at}/{name}", **keys)


def test_it_is_backed_up_restored_and_a_person_erased_there(elsewhere, tmp_path):
    here, there = elsewhere("here"), elsewhere("there")
    place = here.ask(EVENTS).rpartition("/")[0]
    assert place == here.environment["DRUMBEAT_LAKE"]
    assert f"5 events, in {place}" in here.drumbeat("doctor").stdout
    here.drumbeat("backup", tmp_path / "backup.tar.gz")
    there.drumbeat("restore", tmp_path / "backup.tar.gz")
    all_of_them = [f"visitor-{n}-of-all" for n in range(5)]
    assert there.ask(VISITORS) == all_of_them
    there.drumbeat("erase", "--yes", "visitor-3-of-all")
    assert there.ask(VISITORS) == [one for one in all_of_them if "3" not in one]
    assert here.ask(VISITORS) == all_of_them
    again = elsewhere("again")
    again.environment["DRUMBEAT_LAKE"] = there.environment["DRUMBEAT_LAKE"]
    refused = again.drumbeat("restore", tmp_path / "backup.tar.gz", check=False)
    assert "is not empty. Name another place with DRUMBEAT_LAKE" in refused.stderr


def test_doctor_says_what_is_wrong_and_tells_no_key(store, tmp_path):
    nowhere = Installation(tmp_path, DRUMBEAT_LAKE="s3://no-such-bucket/lake", **store)
    done = nowhere.prepared().drumbeat("doctor", check=False)
    assert done.returncode == 1
    assert "Cannot be written to (s3://no-such-bucket/lake)" in done.stdout
    assert SECRET not in done.stdout + done.stderr


@pytest.mark.parametrize("address", ["gs://bucket/lake", "s3://bucket/a lake", "s3://"])
def test_no_other_address_is_taken_for_a_folder(tmp_path, address):
    odd = Installation(tmp_path, DRUMBEAT_LAKE=address)
    assert f"no place for a lake: {address}" in odd.drumbeat("serve", check=False).stderr
