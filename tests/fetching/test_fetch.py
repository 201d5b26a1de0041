"""Guarded requests against a real server that does what hostile ones do."""

import ipaddress
import socket
import time

import pytest

from drumbeat.fetching import FetchRefused, Limits, fetch, networks
from drumbeat.fetching import addresses as judging
from drumbeat.fetching.addresses import may_be_asked
from tests.fetching.outside import OPENED


def refusal(url, **more):
    with pytest.raises(FetchRefused) as refused:
        fetch(url, **{"also": OPENED} | more)
    return refused.value.code


def test_a_document_comes_with_what_the_next_request_needs(outside):
    got = fetch(f"{outside.url}/feed", also=OPENED)
    assert (got.body, bool(got.etag)) == (b"hello", True)


def test_what_has_not_changed_is_not_sent_again(outside):
    first = fetch(f"{outside.url}/feed", also=OPENED)
    again = fetch(f"{outside.url}/feed", etag=first.etag, also=OPENED)
    assert (again.body, again.etag) == (None, first.etag)


def test_a_redirect_is_followed_and_a_packed_body_unpacked(outside):
    assert fetch(f"{outside.url}/moved", also=OPENED).url == f"{outside.url}/feed"
    assert fetch(f"{outside.url}/packed", also=OPENED).body == b"packed"


@pytest.mark.parametrize("path", ["to-loopback", "to-metadata", "to-mapped"])
def test_a_redirect_into_a_private_network_is_refused_and_not_asked(outside, path):
    before = len(outside.asked)
    assert refusal(f"{outside.url}/{path}") == "private_address"
    assert [asked for asked, _headers in outside.asked[before:]] == [f"/{path}"]


def test_a_redirect_to_another_scheme_or_in_a_circle_is_refused(outside):
    assert refusal(f"{outside.url}/to-file") == "scheme"
    assert refusal(f"{outside.url}/round") == "too_many_redirects"


@pytest.mark.parametrize("path", ["endless", "announced", "packed-bomb"])
def test_a_hundred_megabytes_are_refused_early(outside, path):
    assert refusal(f"{outside.url}/{path}") == "too_large"


@pytest.mark.parametrize("path", ["dripping", "dripping-head"])
def test_a_server_that_drips_is_cut_off_at_the_deadline(outside, path):
    began = time.monotonic()
    assert refusal(f"{outside.url}/{path}", limits=Limits(seconds=0.4)) == "too_slow"
    assert time.monotonic() - began < 1.5


def test_half_a_document_is_no_document(outside):
    assert refusal(f"{outside.url}/cut-short") == "unreachable"


def test_other_answers_and_no_answer_are_told_apart(outside):
    assert refusal(f"{outside.url}/nowhere") == "status"
    with socket.create_server(("127.0.0.2", 0)) as closed:
        port = closed.getsockname()[1]
    assert refusal(f"http://127.0.0.2:{port}/") == "unreachable"
    assert refusal("http://no-such-host.invalid/") == "unknown_host"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("ftp://example.test/feed", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("http:///feed", "bad_address"),
        ("http://example.test:99999/", "bad_address"),
        ("http://example.test/a b", "bad_address"),
        ("http://example.test/\r\nX: y", "bad_address"),
        ("http://user:secret@example.test/", "password_in_address"),
    ],
)
def test_addresses_that_are_none_are_refused_before_anything_is_asked(url, code):
    assert refusal(url) == code


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://0.0.0.0/",
        "http://10.0.0.7/",
        "http://192.168.1.1/",
        "http://169.254.169.254/",
        "http://100.100.100.200/",
        "http://[fe80::1%25lo]/",
        "http://[fd00:ec2::254]/",
        "http://[64:ff9b::a9fe:a9fe]/",
        "http://[2002:7f00:1::]/",
    ],
)
def test_however_a_private_address_is_written_it_is_refused(url):
    assert refusal(url, also=()) in ("private_address", "unknown_host")


def test_a_name_with_one_private_address_among_public_ones_is_refused(monkeypatch):
    def answers(host, port, **_kind):
        return [(2, 1, 6, "", (address, port)) for address in ("93.184.216.34", "10.0.0.1")]

    monkeypatch.setattr(judging.socket, "getaddrinfo", answers)
    assert refusal("http://rebinding.test/") == "private_address"


def test_the_judged_address_is_connected_to_and_the_name_not_asked_again(monkeypatch, outside):
    """A name server that answers differently the second time changes nothing (DNS rebinding)."""
    answers = [["127.0.0.2"], ["127.0.0.1"]]
    real = socket.getaddrinfo

    def changing(host, port, *rest, **kind):
        if host != "rebinding.test":
            return real(host, port, *rest, **kind)
        return [(2, 1, 6, "", (address, port)) for address in answers.pop(0)]

    monkeypatch.setattr(judging.socket, "getaddrinfo", changing)
    got = fetch(f"http://rebinding.test:{outside.port}/feed", also=OPENED)
    assert got.body == b"hello"
    assert answers == [["127.0.0.1"]]
    assert outside.asked[-1][1]["Host"] == f"rebinding.test:{outside.port}"


def test_public_addresses_and_opened_networks_may_be_asked():
    assert may_be_asked(ipaddress.ip_address("93.184.216.34"))
    assert may_be_asked(ipaddress.ip_address("2606:2800:220:1::1"))
    assert not may_be_asked(ipaddress.ip_address("224.0.0.1"))
    assert may_be_asked(ipaddress.ip_address("10.1.2.3"), networks(["10.1.0.0/16"]))
    assert not may_be_asked(ipaddress.ip_address("10.2.2.3"), networks(["10.1.0.0/16"]))
