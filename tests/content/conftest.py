import pytest

from tests.content.factory import Team


@pytest.fixture
def team(brand):
    return Team(brand)
