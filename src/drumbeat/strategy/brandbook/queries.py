"""What the brand's screens read."""

from dataclasses import dataclass

from django.conf import settings

from drumbeat.science.colour import AA, contrast
from drumbeat.science.text.folding import marked
from drumbeat.science.text.rules import Finding, Rule, check
from drumbeat.strategy.brandbook.models import BrandBookLink, BrandPlatform, BrandRule
from drumbeat.strategy.brandbook.parts import PARTS, SLOTS, spoken


@dataclass(frozen=True)
class Swatch:
    """A colour of the palette. on_white, on_black: WCAG contrast of text in it, 1–21."""

    name: str
    hex: str
    on_white: float
    on_black: float

    @property
    def reads_on_white(self) -> bool:
        return self.on_white >= AA

    @property
    def reads_on_black(self) -> bool:
        return self.on_black >= AA


@dataclass(frozen=True)
class Told:
    """A finding with the rule it breaks, as the strategist wrote it."""

    finding: Finding
    rule: BrandRule

    @property
    def severity(self) -> str:
        return self.rule.severity

    @property
    def hint(self) -> str:
        return self.rule.reason


@dataclass(frozen=True)
class Tried:
    """A text after the rules were held against it. pieces: the text, each with what it breaks."""

    pieces: list[tuple[str, Told | None]]
    told: list[Told]

    @property
    def stops(self) -> bool:
        return any(one.finding.is_blocking for one in self.told)


def versions(brand):
    """Current versions with their owners, the newest first (a queryset, one query)."""
    return BrandPlatform.objects.of(brand).current().select_related("owner__person")


def active(brand) -> BrandPlatform | None:
    """The version that the brand stands for today (one query)."""
    return BrandPlatform.objects.of(brand).filter(state="active").first()


def the_link(brand) -> BrandBookLink | None:
    """The public link, where it is switched on (one query)."""
    return BrandBookLink.objects.of(brand).current().first()


def public_address(link: BrandBookLink) -> str:
    """What people outside open; it names neither brand nor version."""
    return f"{settings.BASE_URL}/brand/{link.code}/"


def book(platform: BrandPlatform) -> dict:
    """The platform as it is read, in the language of the page (no query)."""
    rows = {part: [spoken(row) for row in getattr(platform, part)] for part in PARTS}
    return rows | {
        "promise": platform.promise,
        "logo": platform.logo,
        "slots": [(slot, label, platform.slot(slot)) for slot, label in SLOTS.items()],
        "position": {slot: platform.slot(slot) for slot in SLOTS},
        "swatches": [
            Swatch(
                row["name"],
                row["hex"],
                contrast(row["hex"], "#FFFFFF"),
                contrast(row["hex"], "#000000"),
            )
            for row in rows["colours"]
        ],
    }


def tried(platform: BrandPlatform, text: str) -> Tried:
    """The text with what breaks the version's rules (one query)."""
    rules = {rule.pk: rule for rule in platform.rules.all()}
    palette = [row["hex"] for row in platform.colours]
    found = check(text, [_as_rule(rule) for rule in rules.values()], palette)
    told = {id(one): Told(one, rules[one.rule.key]) for one in found}
    pieces = [(piece, told[id(one)] if one else None) for piece, one in marked(text, found)]
    return Tried(pieces, list(told.values()))


def own_names(brand) -> list[str]:
    """What the brand calls itself and its things: its name, and the terms it prefers (one query)."""
    preferred = BrandRule.objects.filter(
        platform__brand=brand, platform__state="active", kind="term_prefer"
    )
    terms = preferred.values_list("instead_en", "instead_zh")
    return [brand.name, *(term for pair in terms for term in pair if term)]


def _as_rule(rule: BrandRule) -> Rule:
    return Rule(
        rule.pk,
        rule.kind,
        rule.severity == "block",
        (rule.words_en, rule.words_zh),
        (rule.instead_en, rule.instead_zh),
        rule.limit or 0.0,
    )
