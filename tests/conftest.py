import pytest

from tests.world import a_brand, a_member


@pytest.fixture
def brand(db):
    return a_brand()


@pytest.fixture
def lead(brand):
    return a_member(brand, "lead", name="Lead Li")
