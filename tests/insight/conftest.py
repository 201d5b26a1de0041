import pytest

from tests.world import a_member


@pytest.fixture(autouse=True)
def _own_home(settings, tmp_path):
    """Every test has a lake, a spool and files of its own."""
    settings.LAKE_ROOT = tmp_path / "lake"
    settings.SPOOL_PATH = tmp_path / "spool.sqlite3"


@pytest.fixture
def analyst(brand):
    return a_member(brand, "an", name="Ana Wu")
