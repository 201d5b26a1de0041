"""SVG: only what is a drawing. A script, a foreign object or an address outside is refused."""

import re

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from .problems import Unsafe

_RUNS = {"script", "foreignobject", "iframe", "object", "embed", "handler", "listener", "audio"}
_OUTSIDE = re.compile(r"^\s*(?:https?:|//|ftp:|file:|javascript:|data:(?!image/(?:png|jpe?g|gif)))",
                      re.IGNORECASE)  # fmt: skip
_STYLE = re.compile(r"@import|url\(\s*['\"]?\s*(?!#|data:image/)|expression\(", re.IGNORECASE)
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)(?:px)?\s*$")


def read(data: bytes) -> dict:
    """width and height from its own words. Raises Unsafe: script, outside, bomb; ParseError, ValueError."""
    try:
        root = fromstring(data, forbid_dtd=False)
    except DefusedXmlException as trick:
        raise Unsafe("bomb", "XML entities") from trick
    for element in root.iter():
        _refuse(element)
    return _size(root)


def _refuse(element):
    name = _local(element.tag)
    if name in _RUNS:
        raise Unsafe("script", f"<{name}>")
    if name == "style" and _STYLE.search(element.text or ""):
        raise Unsafe("outside", "<style>")
    for key, value in element.attrib.items():
        attribute = _local(key)
        if attribute.startswith("on"):
            raise Unsafe("script", attribute)
        # A presentation attribute (fill, mask…) may hold an address as a style does.
        if attribute in ("href", "src") and _OUTSIDE.match(value):
            raise Unsafe("outside", value[:60])
        if attribute not in ("href", "src", "d") and _STYLE.search(value):
            raise Unsafe("outside", value[:60])
        if name in ("set", "animate") and attribute == "attributename":
            _refuse_animated(value)


def _refuse_animated(target):
    if _local(target.rpartition(":")[2]) == "href" or target.lower().startswith("on"):
        raise Unsafe("script", target)


def _local(tag):
    return str(tag).rpartition("}")[2].lower()


def _size(root):
    ends = [_LENGTH.match(root.get(side, "")) for side in ("width", "height")]
    if all(ends):
        return dict(zip(("width", "height"), (round(float(end[1])) for end in ends), strict=True))
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    try:
        return {"width": round(float(box[2])), "height": round(float(box[3]))}
    except (IndexError, ValueError, OverflowError):
        return {}
