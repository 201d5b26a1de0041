import pytest

from tests.fetching.outside import Outside


@pytest.fixture(scope="module")
def outside():
    server = Outside()
    server.pages["/feed"] = b"hello"
    yield server
    server.close()
