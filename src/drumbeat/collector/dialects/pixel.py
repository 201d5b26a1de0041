"""The smallest picture there is: what a GET from an <img> wants for an answer."""

from __future__ import annotations

import base64

from drumbeat.collector.http import Answer

GIF = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


def picture() -> Answer:
    """One transparent pixel that no cache may keep: the next one counts too."""
    return Answer(200, GIF, {"content-type": "image/gif", "cache-control": "no-store"})
