"""Files go out of the asynchronous server in portions and whole."""

import pytest
from asgiref.sync import async_to_sync
from django.test import AsyncClient

from drumbeat.config.streams import CHUNKS_AT_ONCE
from drumbeat.people.notices.addresses import address
from drumbeat.work.files.models import StoredFile

pytestmark = pytest.mark.django_db


async def portions_of(browser, path):
    answer = await browser.get(path)
    return answer, [portion async for portion in answer.streaming_content]


def test_a_long_file_leaves_in_portions(lead):
    data = bytes(range(256)) * 4096
    stored = StoredFile.keep(lead, "film.bin", data, "application/octet-stream")
    browser = AsyncClient()
    browser.force_login(lead.person)
    answer, portions = async_to_sync(portions_of)(browser, address(stored))
    assert answer.status_code == 200
    assert b"".join(portions) == data
    assert len(portions) == len(data) / (CHUNKS_AT_ONCE * 4096)
