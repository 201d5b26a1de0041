from copy import deepcopy

import pytest

from tests.channels.factory import a_team


def a_prepared_team(placements=1):
    team = a_team()
    team.prepare(placements)
    return team


@pytest.fixture(scope="module")
def prepared_team(kept):
    return kept(a_prepared_team)


@pytest.fixture
def team(prepared_team, db):
    return deepcopy(prepared_team)


@pytest.fixture
def lead(team):
    return team["lead"]


@pytest.fixture
def brand(lead):
    return lead.brand
