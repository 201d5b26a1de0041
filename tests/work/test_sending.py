"""A stored file goes out whole, or by the one part that is asked for (RFC 9110, §13 and §14)."""

import os
import re
import tracemalloc
from copy import deepcopy

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.work.files.models import StoredFile
from drumbeat.work.files.sending import asked_part
from tests.work.factory import a_file
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db
DATA = bytes(range(256)) * 40  # 10,240 bytes
SIZE = len(DATA)


@pytest.fixture(scope="module")
def built(kept):
    def build():
        lead = a_member(a_brand(), "lead")
        return lead, a_file(lead, "film.bin", DATA)

    return kept(build)


@pytest.fixture
def asked(built):
    """Ask for the file with these headers; the answer, with what came of it."""
    lead, stored = deepcopy(built)
    browser = signed_in(lead)

    def ask(method="get", **headers):
        answer = getattr(browser, method)(f"/work/files/{stored.pk}/", headers=headers)
        answer.body = answer.getvalue() if answer.streaming else answer.content
        return answer

    ask.stored, ask.tag = stored, f'"{stored.sha256}"'
    return ask


PARTS = {
    "bytes=0-0": (0, 1),
    "bytes=0-99": (0, 100),
    "Bytes=100-8191": (100, 8192),  # the unit knows no case
    "bytes=10000-": (10000, SIZE),
    "bytes=10239-10239": (10239, SIZE),
    "bytes=10000-99999": (10000, SIZE),
    "bytes=-1": (10239, SIZE),
    "bytes=-500": (SIZE - 500, SIZE),
    "bytes=-99999": (0, SIZE),
    "bytes=0-": (0, SIZE),
}


@pytest.mark.parametrize("part", PARTS)
def test_one_part_is_answered_with_just_its_bytes(asked, part):
    start, stop = PARTS[part]
    answer = asked(range=part)
    assert answer.status_code == 206
    assert answer.body == DATA[start:stop]
    assert answer["Content-Range"] == f"bytes {start}-{stop - 1}/{SIZE}"
    assert answer["Content-Length"] == str(stop - start)
    assert (answer["Accept-Ranges"], answer["ETag"]) == ("bytes", asked.tag)


@pytest.mark.parametrize("part", ["bytes=10240-", "bytes=10240-10300", "bytes=-0"])
def test_a_part_that_is_not_there_is_refused_with_the_length_that_is(asked, part):
    answer = asked(range=part)
    assert answer.status_code == 416
    assert answer["Content-Range"] == f"bytes */{SIZE}"
    assert answer.body == b""


NO_PART = [
    "bytes=0-9,20-29",
    "bytes=9-3",
    "bytes=-",
    "bytes=",
    "bytes=a-b",
    "bytes=1",
    "bytes=٣-٤",
    "bytes=--5",
    "lines=1-2",
    "bytes=0-" + "9" * 5000,
    "",
]


@pytest.mark.parametrize("part", NO_PART)
def test_several_parts_or_words_that_make_no_sense_get_all_of_it(asked, part):
    answer = asked(range=part.encode().decode("latin-1"))
    assert (answer.status_code, answer.body) == (200, DATA)
    assert answer["Content-Length"] == str(SIZE)
    assert answer["Accept-Ranges"] == "bytes"


def test_a_part_of_other_bytes_is_not_pieced_together_with_these(asked):
    assert asked(range="bytes=5-9", **{"if-range": asked.tag}).body == DATA[5:10]
    before = '"' + "0" * 64 + '"'
    for other in (before, f"W/{asked.tag}", "Sun, 06 Nov 1994 08:49:37 GMT"):
        answer = asked(range="bytes=5-9", **{"if-range": other})
        assert (answer.status_code, answer.body) == (200, DATA)


def test_who_has_the_bytes_already_gets_none(asked):
    same = {"if-none-match": asked.tag}
    for answer in (asked(**same), asked(range="bytes=5-9", **same)):
        assert (answer.status_code, answer.body, answer["ETag"]) == (304, b"", asked.tag)
    assert asked(range="bytes=5-9", **{"if-match": '"other"'}).status_code == 412


def test_a_head_tells_of_all_and_carries_nothing(asked):
    answer = asked("head", range="bytes=5-9")
    assert (answer.status_code, answer.body) == (200, b"")
    assert answer["Content-Length"] == str(SIZE)
    assert answer["Accept-Ranges"] == "bytes"
    assert "Content-Range" not in answer


def test_a_part_is_never_packed_for_the_way(asked):
    answer = asked(range="bytes=0-4095", **{"accept-encoding": "gzip"})
    assert answer.body == DATA[:4096]
    assert "Content-Encoding" not in answer
    assert answer["ETag"] == asked.tag


def test_a_file_that_is_gone_is_not_found(asked):
    os.rename(asked.stored.content.path, f"{asked.stored.content.path}.away")
    try:
        assert asked(range="bytes=0-9").status_code == 404
    finally:
        os.rename(f"{asked.stored.content.path}.away", asked.stored.content.path)


def test_the_end_of_a_huge_film_costs_no_more_than_the_end(asked):
    # Holes take no room on the disk.
    huge = StoredFile.keep(asked.stored.owner, "huge.bin", b"huge", "application/octet-stream")
    os.truncate(huge.content.path, 3 << 30)
    browser = signed_in(huge.owner)
    tracemalloc.start()
    answer = browser.get(f"/work/files/{huge.pk}/", headers={"range": "bytes=-2000000"})
    assert sum(map(len, answer.streaming_content)) == 2_000_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert answer["Content-Range"] == "bytes 3219225472-3221225471/3221225472"
    assert peak < 2 << 20


_NUMBER = st.one_of(st.just(""), st.integers(0, 60).map(str))
_HEADER = st.builds("bytes={}-{}".format, _NUMBER, _NUMBER) | st.text(max_size=20)


@given(size=st.integers(0, 50), header=_HEADER)
def test_a_part_lies_within_the_file_and_is_the_one_that_was_asked_for(size, header):
    request = RequestFactory().get("/", headers={"range": header})
    part = asked_part(request, size, '"tag"')
    if not part:
        return
    assert 0 <= part.start < part.stop <= size
    first, last = re.fullmatch(r"bytes=(\d*)-(\d*)", header.strip(), re.IGNORECASE).groups()
    if not first:
        assert (part.stop, len(part)) == (size, min(size, int(last)))
    else:
        assert part.start == int(first)
        assert part.stop == (min(size, int(last) + 1) if last else size)
