"""Fills a product's home and prints, as JSON, what a test wants to know about it.

python -m tests.e2e.seed          one object of everything, and every address that answers GET
python -m tests.e2e.seed launch   a campaign with one live placement
"""

import json
import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "drumbeat.config.settings"

import django

from drumbeat.config.commands.prepare import prepare


def main():
    django.setup()
    prepare()
    print(json.dumps(a_launch() if "launch" in sys.argv else one_of_everything()))


def a_launch():
    """A furnished brand whose campaign runs with one live placement."""
    from drumbeat.insight.models import Source
    from drumbeat.people.founding.actions import found_brand
    from tests.channels.factory import a_live_placement, a_ready_campaign, a_team
    from tests.world import a_person

    settings = {"language": "en", "currency": "CNY", "time_zone": "Asia/Shanghai"}
    lead = found_brand(a_person("Lin Yue"), name="Rock Mist", calendar="CN", **settings)
    team = a_team(lead)
    placement = a_live_placement(team, campaign=a_ready_campaign(team))
    return {
        "email": lead.person.email,
        "campaign": f"review/campaigns/{placement.campaign_id}/",
        "placement": str(placement),
        "code": placement.link.code,
        "write_key": Source.objects.get(brand=lead.brand).write_key,
    }


def one_of_everything():
    from drumbeat.people.matrix import ROLES
    from drumbeat.people.models import Delegation
    from tests.everything import everything
    from tests.world import TODAY, a_brand, a_member

    # In a small team the lead holds every role: so there is nothing that this one may not open.
    brand = a_brand("Rock Mist", slug="rockmist")
    lead = a_member(brand, "lead", *(set(ROLES) - {"lead"}), name="Lin Yue", is_admin=True)
    made = everything(lead)
    made[Delegation] = Delegation.objects.create(
        brand=lead.brand,
        lender=lead,
        delegate=a_member(lead.brand, "cw"),
        role="lead",
        starts_on=TODAY,
        ends_on=TODAY,
    )
    paths = {*_addresses(made), *_addresses_of_files(made)}
    return {"email": lead.person.email, "paths": sorted(paths)}


def _addresses(made):
    """Every address inside the brand that answers GET, with real ids in it."""
    from tests.test_doors import ROUTES, address

    for path, view in ROUTES:
        if "GET" in view.methods and (at := address(path, view, made)):
            yield at


def _addresses_of_files(made):
    """What shows a version looks different for a picture and for a film than for a text."""
    from django.utils import timezone

    from drumbeat.content.media.faces import draw_due
    from drumbeat.content.models import Version
    from tests.media import MP4, a_picture
    from tests.test_doors import ROUTES, address

    picture, film = (
        _a_file(made, *file) for file in (("kv.png", a_picture(600, 400)), ("film.mp4", MP4))
    )
    draw_due(timezone.now())
    for path, view in ROUTES:
        shows_one = "GET" in view.methods and view.model is Version
        if shows_one and (at := address(path, view, {Version: picture})):
            yield at
    yield f"/content/versions/{film.pk}/"
    yield f"/content/versions/{film.pk}/proof/"


def _a_file(made, name, data):
    """A version of an asset of its own that is a file, without words for who does not see it."""
    from drumbeat.content.media.reading import facts_of
    from drumbeat.content.models import Asset, Version
    from drumbeat.work.models import StoredFile

    text = made[Asset]
    ours = {"brand": text.brand, "owner": text.owner}
    stored = StoredFile.keep(text.owner, name, data, "application/octet-stream")
    facts_of(stored)
    asset = Asset.objects.create(**ours, title_en=name, brief=text.brief, message=text.message)
    bytes_ = {"file": stored, "sha256": stored.sha256}
    return Version.objects.create(**ours, asset=asset, number=1, change_note="first", **bytes_)


if __name__ == "__main__":
    main()
