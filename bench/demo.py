"""Every page of the demo, as its lead comes upon it: the 95th percentile of its server time, against 80 ms.

The lead follows links from today's page, to a few objects of every kind. A page is timed as in
`bench.pages`, once it has been asked for: what it remembers from one asking to the next is part of it.
"""

import gc
import re
import tempfile
from collections import defaultdict, deque
from collections.abc import Iterator
from html import unescape

from bench.pages import BAR, _asked, _close_home, _open_home, _signed_in

ASKED, OF_A_KIND = 20, 3
_BRAND = re.compile(r"^/b/[^/]+/")
_FETCHED = re.compile(r'hx-get="([^"]+)" hx-trigger="load')
_LINK = re.compile(r'href="(/[^"#]+)')


def measure(*, quick: bool) -> Iterator[dict]:
    with tempfile.TemporaryDirectory() as folder:
        _open_home(folder)
        client = _signed_in(_the_lead_of_a_demo())
        for view, addresses in sorted(_found(client, 1 if quick else OF_A_KIND).items()):
            slowest = max(_ninety_fifth(client, address) for address in addresses)
            yield {"name": f"demo: {view}", "ours": [slowest], "reference": [BAR],
                   "bar": 1.0, "what": "80 ms"}  # fmt: skip
        _close_home()


def _the_lead_of_a_demo():
    from drumbeat.config.cli import VISITORS
    from drumbeat.config.demo.build import build
    from drumbeat.people.models import Member

    build(VISITORS, lambda words, share: None)
    # What building left behind is not there in the process that serves.
    gc.collect()
    gc.freeze()
    return Member.objects.get(person__email="lead@rockmist.example")


def _found(client, of_a_kind: int) -> dict[str, list[str]]:
    """Addresses of pages by the view that answers them: the first that are come upon."""
    found, seen, waiting = defaultdict(list), set(), deque(["/"])
    while waiting:
        address = waiting.popleft()
        of_its_view = found[_view(address)]
        if len(of_its_view) == of_a_kind:
            continue
        answer = client.get(address)
        if answer.status_code == 302:
            waiting.append(answer["Location"])
        if not _is_page(answer):
            continue
        of_its_view.append(address)
        links = {unescape(link) for link in _LINK.findall(answer.content.decode())} - seen
        seen |= links
        waiting.extend(sorted(links))
    return {view: addresses for view, addresses in found.items() if addresses}


def _view(address: str) -> str:
    from django.urls import Resolver404, resolve

    try:
        return resolve(_BRAND.sub("/", address.partition("?")[0])).view_name
    except Resolver404:
        return ""


def _is_page(answer) -> bool:
    return (
        answer.status_code == 200
        and answer["Content-Type"].startswith("text/html")
        and "Content-Disposition" not in answer
        and not answer.streaming
    )


def _ninety_fifth(client, address: str) -> float:
    _settled(client, address)
    return sorted(_asked(client, address) for _time in range(ASKED))[int(ASKED * 0.95) - 1]


def _settled(client, address: str) -> None:
    """As a browser does: what the page fetches once it is there, until it has all of it."""
    waiting, seen = [address], set()
    while waiting:
        seen.add(asked := waiting.pop())
        pieces = map(unescape, _FETCHED.findall(client.get(asked).content.decode()))
        waiting.extend(piece for piece in pieces if piece not in seen)
