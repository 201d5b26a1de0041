"""What people do with playbooks: take in the product's own, publish a new version."""

from copy import deepcopy
from functools import lru_cache
from importlib.resources import files

import yaml
from django.db import transaction
from django.utils.translation import gettext as _

from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Refused
from drumbeat.people.models import Brand, Member
from drumbeat.work.playbooks.document import problems, same
from drumbeat.work.playbooks.models import Playbook, PlaybookVersion


def shipped() -> list[dict]:
    """The documents of the playbooks that come with the product, launch first."""
    return deepcopy(_read())


@lru_cache(maxsize=1)
def _read() -> list[dict]:
    folder = files("drumbeat.work.playbooks").joinpath("data")
    documents = [
        yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        for path in folder.iterdir()
        if path.name.endswith(".yaml")
    ]
    return sorted(documents, key=lambda body: -len(body["tasks"]))


def install_playbooks(brand: Brand, by: Member) -> list[Playbook]:
    """Give the brand version 1 of every shipped playbook it does not have yet.

    Returns the newly installed ones. Raises NotAllowed.
    """
    by.must("playbook.create")
    known = set(Playbook.objects.of(brand).values_list("key", flat=True))
    with transaction.atomic():
        return [_install(brand, by, body) for body in shipped() if body["key"] not in known]


def _install(brand, by, body):
    playbook = Playbook(
        brand=brand, owner=by, key=body["key"], title_en=body["title_en"], title_zh=body["title_zh"]
    )
    with recorded(by, "created", playbook):
        playbook.save()
        PlaybookVersion.objects.create(
            brand=brand, owner=by, playbook=playbook, number=1, body=body
        )
    return playbook


def publish_version(playbook: Playbook, body: dict, *, by: Member, note="") -> PlaybookVersion:
    """Make the document the playbook's newest version; runs stay pinned to theirs.

    Raises NotAllowed, and Refused naming the row of each task that does not fit.
    """
    by.must("playbook.edit", playbook)
    found = problems(body)
    if found:
        raise Refused(*found)
    latest = playbook.versions.first()
    if same(latest.body, body):
        raise Refused(
            _("Nothing is different from version %(number)d.") % {"number": latest.number}
        )
    number = latest.number + 1
    version = PlaybookVersion(
        brand=playbook.brand,
        owner=by,
        playbook=playbook,
        number=number,
        body={**body, "version": number},
        note=note,
    )
    with recorded(by, "published version", playbook):
        version.save()
    return version
