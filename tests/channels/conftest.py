import pytest

from tests.channels.factory import a_team


@pytest.fixture
def team(lead):
    return a_team(lead)
