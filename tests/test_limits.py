"""An upload of four gigabytes is refused before it is taken in."""

import asyncio

from drumbeat.config.limits import limited


def ask(body, *, most=1_000, stated=None, language=b"en"):
    """(status, bytes that were read, the page) of a request whose body comes in pieces of 100."""
    told, read = [], 0
    headers = [(b"accept-language", language)]
    if stated is not None:
        headers.append((b"content-length", str(stated).encode()))

    async def receive():
        nonlocal read
        read += 100
        return {"type": "http.request", "body": b"x" * 100, "more_body": read < body}

    async def send(message):
        told.append(message)

    async def pages(scope, receive, send):
        while (message := await receive())["type"] == "http.request" and message["more_body"]:
            continue
        if message["type"] == "http.request":
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b""})

    scope = {"type": "http", "headers": headers}
    asyncio.run(limited(pages, most)(scope, receive, send))
    return told[0]["status"], read, told[1]["body"].decode()


def test_it_is_refused_by_the_length_that_it_states():
    status, read, page = ask(4_000_000_000, stated=4_000_000_000)
    assert (status, read) == (413, 0)
    assert "up to 50 MB" in page


def test_who_states_no_length_is_counted():
    status, read, _page = ask(4_000_000_000)
    assert status == 413
    assert read <= 1_100


def test_who_states_a_false_length_is_counted_too():
    assert ask(5_000, stated=10)[0] == 413


def test_what_fits_comes_through_whole():
    assert ask(900)[:2] == (200, 900)
