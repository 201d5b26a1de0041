"""Every sentence this room can say about a file, in one table.

The English text is the gettext source, the params fill its `%(name)s` places in any language; the
web side translates. First the sentence, then what to do about it.
"""

from typing import NamedTuple


def _(text: str) -> str:
    """Marks a sentence for the catalogues: this room itself speaks English only."""
    return text


class Message(NamedTuple):
    text: str
    hint: str = ""


MESSAGES: dict[str, Message] = {
    # -- the file as a whole -------------------------------------------------------------------
    "empty_file": Message(
        _("“%(filename)s” is empty."), _("Export it again and upload the new file.")
    ),
    "no_rows": Message(
        _("“%(filename)s” has a header row but no data rows."),
        _("Choose a period with delivery and export again."),
    ),
    "too_large": Message(
        _("“%(filename)s” unpacks to more than %(limit_mb)s MB."),
        _("Export a shorter period, or split the file."),
    ),
    "zip_without_table": Message(
        _("The archive “%(filename)s” holds no CSV or Excel file."), _("Upload the export itself.")
    ),
    "zip_many_files": Message(
        _("The archive “%(filename)s” holds several files: %(names)s."),
        _("Upload one file at a time."),
    ),
    "archive_unreadable": Message(
        _("The archive “%(filename)s” is damaged or locked with a password."),
        _("Unpack it yourself and upload the file inside."),
    ),
    "workbook_unreadable": Message(
        _("The workbook “%(filename)s” is damaged or locked with a password."),
        _("Open it, save it as .xlsx without a password, and upload that."),
    ),
    "several_sheets": Message(
        _("“%(filename)s” has data on several sheets: %(names)s."),
        _("Keep one sheet in the file, or name the sheet to read."),
    ),
    "unknown_layout": Message(
        _("“%(filename)s” is not an export we know. Nearest: %(nearest)s; missing: %(missing)s."),
        _("Add the missing columns in the platform and export again."),
    ),
    "unknown_layout_alone": Message(
        _("“%(filename)s” is not an export we know: none of its headers is familiar."),
        _("Upload the file as the ad platform exported it, header row included."),
    ),
    "ambiguous_layout": Message(
        _("“%(filename)s” could come from %(platforms)s."), _("Say which platform it is from.")
    ),
    "no_such_layout": Message(
        _("There is no layout called “%(layout)s”."), _("Known layouts: %(known)s.")
    ),
    "currency_unknown": Message(
        _("“%(filename)s” does not say which currency its amounts are in."),
        _("Choose the currency."),
    ),
    "currency_conflict": Message(
        _("“%(filename)s” is in %(found)s, not in %(asked)s."),
        _("Leave the currency as the file has it."),
    ),
    "second_table": Message(
        _("A second table starts at row %(row)s."), _("Put each table in a file of its own.")
    ),
    "broken_quotes": Message(
        _("Near row %(row)s a quotation mark opens and never closes."), _("Export the file again.")
    ),
    "unknown_orders": Message(
        _("“%(filename)s” is not an order file we know."),
        _("Use a Shopify orders export, or lines of customer id, yyyymmdd, units, amount."),
    ),
    # -- one row or one cell -------------------------------------------------------------------
    "not_an_amount": Message(
        _("“%(value)s” is not an amount."), _("Use 12000, 12,000.00 or 1.2万.")
    ),
    "not_whole": Message(_("“%(value)s” is not a whole number."), _("Counts have no decimals.")),
    "negative_count": Message(_("“%(value)s” is below zero."), _("Counts start at zero.")),
    "not_a_date": Message(_("“%(value)s” is not a date."), _("Use 2026-11-01.")),
    "ambiguous_date": Message(
        _("“%(value)s” can be read as day/month or month/day."), _("Export dates as 2026-11-01.")
    ),
    "missing_date": Message(_("The row has no date."), _("Export with a breakdown by day.")),
    "missing_campaign": Message(
        _("The row has spend but no campaign."), _("Export with the campaign column filled.")
    ),
    "missing_spend": Message(
        _("The row has delivery but no amount spent."),
        _("Export again with the amount column filled."),
    ),
    "range_row": Message(
        _("The row covers %(start)s to %(end)s, not one day."), _("Export with a breakdown by day.")
    ),
    "range_among_daily": Message(
        _(
            "The row covers %(start)s to %(end)s while other rows are daily: days would count twice."
        ),
        _("Export with a breakdown by day only."),
    ),
    "duplicate_row": Message(_("The row repeats row %(first)s."), _("Remove one of the two.")),
    "conflicting_row": Message(
        _("The row has the same day and ad as row %(first)s, with other numbers."),
        _("Export again; one day and ad has one row."),
    ),
    "mixed_currency": Message(
        _("The row is in %(found)s while the file is in %(expected)s."),
        _("Export one currency at a time."),
    ),
    "unknown_currency": Message(
        _("“%(value)s” is not a currency code."), _("Use a code such as CNY.")
    ),
    "short_row": Message(
        _("The row has %(found)s of %(expected)s cells."),
        _("Export the file again; it looks cut off."),
    ),
    "order_without_total": Message(
        _("Order %(order)s has no total."), _("Export complete orders from the shop.")
    ),
    # -- worth knowing, nothing refused --------------------------------------------------------
    "header_repeated": Message(_("Row %(row)s repeats the header and was skipped.")),
    "note_skipped": Message(_("Row %(row)s holds a remark, not data, and was skipped.")),
    "formula_text": Message(_("“%(value)s” starts like a formula; it is kept as plain text.")),
    "rounded_amounts": Message(
        _("%(count)s amounts are written in 万 or 亿 and therefore rounded."),
        _("Export plain numbers to have every cent."),
    ),
    "finer_than_cents": Message(
        _("%(count)s amounts are finer than the smallest coin of %(currency)s and were rounded.")
    ),
    "negative_spend": Message(_("The row has a negative amount spent: %(value)s.")),
    "looks_like_micros": Message(
        _("Spend is more than a million per click: the amounts may be in micros."),
        _("Check one amount against the platform."),
    ),
    "outside_period": Message(
        _("%(count)s rows lie outside the period the file names, %(start)s to %(end)s.")
    ),
    "campaign_renamed": Message(_("Campaign %(campaign_id)s appears under two names: %(names)s.")),
    "id_lost_digits": Message(
        _("The id “%(value)s” lost digits when the file was saved in Excel; it is not used."),
        _("Upload the file as the platform exported it."),
    ),
    "threshold_value": Message(
        _("“%(value)s” is a threshold, not a value; the cell counts as empty.")
    ),
}
