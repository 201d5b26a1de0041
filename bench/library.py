"""The library with 50,000 assets, a fifth of them placed: what a search costs on the server, against
100 ms, and the matrix that counts all of it and the calendar with some 500 go-lives a month, against
80 ms.

Asked as `bench.pages` asks: through the whole application, on the processor's clock, the slowest of
every twenty askings.
"""

import tempfile
from collections.abc import Iterator
from datetime import timedelta

from bench.pages import ROUNDS, _close_home, _open_home, _signed_in, _slowest

BAR, PLANNING = 0.100, 0.080
ASSETS, QUICK = 50_000, 5_000
_NOUNS = ("新品", "夜跑", "通勤", "轻茶", "山系", "海报", "短片", "Autumn", "Launch", "Poster")
_PLACES = ("上海", "成都", "广州", "杭州", "Berlin", "Tokyo", "线下", "直播", "首发", "回顾")
_HUES = ("|green|black|", "|red|white|", "|blue|grey|", "|orange|brown|white|")


def measure(*, quick: bool) -> Iterator[dict]:
    with tempfile.TemporaryDirectory() as folder:
        _open_home(folder)
        client = _signed_in(_filled(QUICK if quick else ASSETS))
        for name, query in _SEARCHES.items():
            yield _told(client, name, f"content/assets/?{query}", BAR)
        for name, address in _PLANNING.items():
            yield _told(client, name, address, PLANNING)
        _close_home()


def _told(client, name, address, bar):
    ours = [_slowest(client, f"/b/bench/{address}") for _round in range(ROUNDS)]
    return {"name": f"library: {name}", "ours": ours, "reference": [bar] * ROUNDS, "bar": 1.0,
            "what": f"{bar * 1000:.0f} ms"}  # fmt: skip


_SEARCHES = {
    "all of it": "",
    "a word in Chinese": "words=夜跑",
    "in pinyin": "words=chengdu",
    "initials and English": "words=qt+poster",
    "a name that one asset has": "words=number-31",
    "nothing found": "words=zzzz",
    "state": "state=in_review",
    "upright green pictures": "family=picture&shape=portrait&hue=green",
    "rights that end soon": "rights=soon",
    "everything at once": "words=shanghai&family=picture&shape=landscape&hue=red&state=approved",
}

_PLANNING = {
    "the matrix over it": "content/matrix/",
    "the matrix by channel": "content/matrix/?rows=channel&columns=format",
    "a month of the calendar": "calendar/",
    "a week of the calendar": "calendar/?view=week",
    "a quarter as a timeline": "calendar/?view=timeline",
}


def _filled(number):
    from django.utils import timezone

    from bench.brand import _all, _campaigns, _house, _plans, _team
    from drumbeat.content.models import Asset, Brief, FileFacts, Right, Version
    from drumbeat.knowledge.search.matching import spelled
    from drumbeat.work.files.models import StoredFile

    lead, today = _team(), timezone.localdate()
    houses = _house(lead)
    (plan,) = _plans(lead, 1, houses)
    (campaign,) = _campaigns(lead, [plan], 1)
    (brief,) = _all(Brief, lead, [{"title_en": "Brief", "plan": plan, "campaign": campaign,
                                   "state": "acknowledged"}])  # fmt: skip
    titles = [f"{_NOUNS[n % 10]}{_PLACES[n // 10 % 10]} number-{n}" for n in range(number)]
    assets = _all(Asset, lead, [
        {"title_zh": title, "spelled": spelled("", title), "brief": brief, "kind": "kv",
         "message": houses[0][n % 4]} for n, title in enumerate(titles)
    ])  # fmt: skip
    files = _all(StoredFile, lead, [
        {"name": f"{n}.png", "media_type": "image/png", "size_bytes": 1, "sha256": f"{n:064}",
         "content": f"none/{n}"} for n in range(number)
    ])  # fmt: skip
    FileFacts.objects.bulk_create(
        [
            FileFacts(file=file, brand=lead.brand, media_type="image/png", width=1080,
                      height=(1350, 1080, 608)[n % 3], ratio=(0.8, 1.0, 1.78)[n % 3],
                      hues=_HUES[n % 4], fingerprint=n * 7919, read_at=timezone.now())
            for n, file in enumerate(files)
        ],
        batch_size=2_000,
    )  # fmt: skip
    states = ("approved", "draft", "in_review", "published")
    versions = _all(Version, lead, [
        {"asset": asset, "number": k + 1, "file": files[n], "sha256": files[n].sha256,
         "state": states[n % 4], "change_note": "x"}
        for n, asset in enumerate(assets) for k in range(1 + (n % 3 == 0))
    ])  # fmt: skip
    _all(Right, lead, [
        {"asset": asset, "kind": "photo", "licensor": "Lin", "territory": "CN",
         "starts_on": today, "ends_on": today + timedelta(days=20 + n % 900)}
        for n, asset in enumerate(assets[::5])
    ])  # fmt: skip
    _go_live(lead, campaign, versions[::6], today)
    return lead


def _go_live(lead, campaign, versions, today):
    """A placement of each version, over twenty months around today and six channels."""
    from bench.brand import _all
    from drumbeat.channels.models import Channel, Pin, Placement

    channels = Channel.objects.of(lead.brand)[:6]
    days = [today + timedelta(days=n % 600 - 300) for n in range(len(versions))]
    placements = _all(Placement, lead, [
        {"title_en": f"Go-live {n}", "campaign": campaign, "channel": channels[n % len(channels)],
         "starts_on": day, "ends_on": day, "state": "planned"}
        for n, day in enumerate(days)
    ])  # fmt: skip
    Pin.objects.bulk_create(
        [
            Pin(placement=placement, version=version, asset_id=version.asset_id,
                sha256=version.sha256)
            for placement, version in zip(placements, versions, strict=True)
        ],
        batch_size=2_000,
    )  # fmt: skip
