"""What the studio shows beside the boxes: how it reads, what it is held to, what fits where."""

from dataclasses import dataclass

from drumbeat.content.assets.comparing import passages
from drumbeat.content.assets.models import Version
from drumbeat.content.assets.rendering import as_html, counts
from drumbeat.content.assets.rules import facts_of
from drumbeat.content.checks.remarks import Read, read
from drumbeat.content.studio.forms import VARIANT, StudioForm
from drumbeat.content.studio.limits import Network, Part, measured, networks
from drumbeat.content.studio.variables import filled, read_lines
from drumbeat.science.text.invisible import invisibles
from drumbeat.science.text.readability import readability
from drumbeat.strategy.brandbook.queries import own_names


@dataclass
class Variant:
    """The words for one network, its own or those for all: `parts` measured, `field` of the form."""

    network: Network
    is_own: bool
    parts: list[Part]
    field: object = None

    @property
    def over(self):
        return [part for part in self.parts if part.is_over]


def reading_of(version: Version, typed: dict[str, str]) -> dict:
    """Context of the preview for what is typed (3 queries, 5 with words for networks)."""
    values, _wrong = read_lines(typed.get("variables", ""))
    values.setdefault("brand", version.brand.name)
    text = filled(typed.get("text", ""), values)
    own = {
        name.removeprefix(VARIANT): filled(words, values)
        for name, words in typed.items()
        if name.startswith(VARIANT) and words.strip()
    }
    return {
        "html": as_html(text),
        "counts": counts(text),
        "reading": readability(text, own_names(version.brand)),
        "read": _held(version, text),
        "read_own": _held(version, "\n\n".join(own.values())) if own else None,
        "invisibles": invisibles("\n".join(typed.values())),
        "variants": [_variant(one, own.get(one.key), text) for one in networks().values()],
    }


def _held(version, text) -> Read:
    return read(text, version.brand, version.asset.sector, facts_of(version.asset))


def _variant(network, own, text):
    words = text if own is None else own
    return Variant(network, own is not None, measured(words, network.limit))


def difference(theirs: dict[str, str], mine: dict[str, str], form: StudioForm) -> list[tuple]:
    """(label, passages) of each box that differs, from what is saved to what was typed."""
    return [
        (form.fields[name].label, passages(before, after))
        for name in mine
        if name in form.fields
        and (before := theirs.get(name, "")).strip() != (after := mine[name]).strip()
    ]
