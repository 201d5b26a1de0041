"""Whether a read file may become part of the books (I-11): readable, in our currency, balanced."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from drumbeat.channels.spend.models import SpendImport
from drumbeat.formats.spend.model import TOTALS_TOLERANCE
from drumbeat.people.errors import Problem
from drumbeat.ui.templatetags.format import money

MEASURES = {
    "spend_minor": gettext_lazy("Spend"),
    "conv_value_minor": gettext_lazy("Conversion value"),
    "impressions": gettext_lazy("Impressions"),
    "clicks": gettext_lazy("Clicks"),
    "clicks_link": gettext_lazy("Link clicks"),
    "conversions": gettext_lazy("Conversions"),
}


def unbalanced(spend_import: SpendImport) -> list[dict]:
    """The figures of the file's totals row that its rows do not add up to within 0.5 %."""
    return [check for check in spend_import.totals if not _agrees(check)]


def _agrees(check):
    declared, summed = Decimal(check["declared"]), Decimal(check["summed"])
    return abs(declared - summed) <= TOTALS_TOLERANCE * abs(declared)


def problems(spend_import: SpendImport) -> list[Problem]:
    """What keeps the file out of the books; empty when nothing does."""
    found = []
    broken = [p for p in spend_import.problems if p["stops"]]
    if broken:
        found.append(
            Problem(
                ngettext(
                    "%(count)d row cannot be read. Mend the file and upload it again.",
                    "%(count)d rows cannot be read. Mend the file and upload it again.",
                    len(broken),
                )
                % {"count": len(broken)}
            )
        )
    ours = spend_import.brand.currency
    if spend_import.currency != ours:
        found.append(
            Problem(
                _(
                    "The file is in %(theirs)s and the brand's books are in %(ours)s. Amounts of different "
                    "currencies are never added: export the report in %(ours)s."
                )
                % {"theirs": spend_import.currency, "ours": ours}
            )
        )
    if not spend_import.difference_accepted_because:
        found += [_gap(spend_import, check) for check in unbalanced(spend_import)]
    return found


def _gap(spend_import, check):
    declared, summed = Decimal(check["declared"]), Decimal(check["summed"])
    show = (
        _as_money(spend_import.currency) if check["measure"].endswith("_minor") else "{:,}".format
    )
    return Problem(
        _(
            "%(measure)s: the file's totals row says %(declared)s, its rows add up to %(summed)s, a "
            "difference of %(gap)s. Export it again, or accept the difference with a reason."
        )
        % {
            "measure": MEASURES[check["measure"]],
            "declared": show(declared),
            "summed": show(summed),
            "gap": show(declared - summed),
        }
    )


def _as_money(currency):
    return lambda minor: money(int(minor), currency)
