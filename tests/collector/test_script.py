"""The page script stays small, and browsers may keep it."""

from __future__ import annotations

import gzip

import pytest

LARGEST = 3 * 1024  # bytes on the wire


def test_the_page_script_is_at_most_3_kilobytes_on_the_wire(site):
    reply = site.ask("GET", "/drumbeat.js", accept_encoding="gzip, br")

    assert len(reply.body) <= LARGEST
    assert reply.headers["content-encoding"] == "gzip"
    assert gzip.decompress(reply.body) == site.ask("GET", "/drumbeat.js").body


@pytest.mark.parametrize("sent", ["{tag}", "W/{tag}", '"other", {tag}', "*"])
def test_a_browser_that_has_it_is_told_so(site, sent):
    first = site.ask("GET", "/drumbeat.js")
    again = site.ask("GET", "/drumbeat.js", if_none_match=sent.format(tag=first.headers["etag"]))

    assert "max-age" in first.headers["cache-control"]
    assert (again.status, again.body) == (304, b"")


def test_the_page_script_is_only_read(site):
    assert site.ask("POST", "/drumbeat.js").status == 405


def test_the_page_script_sets_no_cookie(site):
    reply = site.ask("GET", "/drumbeat.js")

    assert b"cookie =" not in reply.body
    assert "set-cookie" not in reply.headers
