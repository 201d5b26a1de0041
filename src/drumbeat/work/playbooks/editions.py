"""Newer editions of the playbooks that come with the product, for brands that have an older one."""

from collections.abc import Iterable, Mapping

from drumbeat.work.playbooks.actions import publish_version, shipped
from drumbeat.work.playbooks.document import same
from drumbeat.work.playbooks.models import Playbook, PlaybookVersion


def edition_for(playbook: Playbook, versions: Iterable[PlaybookVersion]) -> Mapping | None:
    """The product's document under this key; None where a version of the brand's was it already."""
    body = next((one for one in shipped() if one["key"] == playbook.key), None)
    if body is None or any(same(version.body, body) for version in versions):
        return None
    return body


def take_in(playbook: Playbook, body: Mapping, *, by, note: str) -> PlaybookVersion:
    """Make the product's edition the newest version. What the brand changed itself stays in its
    older versions. Raises NotAllowed, Refused."""
    return publish_version(playbook, dict(body), by=by, note=note)
