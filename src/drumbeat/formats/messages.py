"""Every sentence this room can say about a file, in one table.

The key is stable: the web side translates by it (the English text is the gettext source, the
params fill the `%(name)s` places in any language). First the sentence, then what to do about it.
"""

from typing import NamedTuple


class Message(NamedTuple):
    text: str
    hint: str = ""


MESSAGES: dict[str, Message] = {
    # -- the file as a whole -------------------------------------------------------------------
    "empty_file": Message("“%(filename)s” is empty.", "Export it again and upload the new file."),
    "no_rows": Message(
        "“%(filename)s” has a header row but no data rows.",
        "Choose a period with delivery and export again.",
    ),
    "too_large": Message(
        "“%(filename)s” unpacks to more than %(limit_mb)s MB.",
        "Export a shorter period, or split the file.",
    ),
    "zip_without_table": Message(
        "The archive “%(filename)s” holds no CSV or Excel file.", "Upload the export itself."
    ),
    "zip_many_files": Message(
        "The archive “%(filename)s” holds several files: %(names)s.", "Upload one file at a time."
    ),
    "archive_unreadable": Message(
        "The archive “%(filename)s” is damaged or locked with a password.",
        "Unpack it yourself and upload the file inside.",
    ),
    "workbook_unreadable": Message(
        "The workbook “%(filename)s” is damaged or locked with a password.",
        "Open it, save it as .xlsx without a password, and upload that.",
    ),
    "several_sheets": Message(
        "“%(filename)s” has data on several sheets: %(names)s.",
        "Keep one sheet in the file, or name the sheet to read.",
    ),
    "unknown_layout": Message(
        "“%(filename)s” is not an export we know. Nearest: %(nearest)s; missing: %(missing)s.",
        "Add the missing columns in the platform and export again.",
    ),
    "unknown_layout_alone": Message(
        "“%(filename)s” is not an export we know: none of its headers is familiar.",
        "Upload the file as the ad platform exported it, header row included.",
    ),
    "ambiguous_layout": Message(
        "“%(filename)s” could come from %(platforms)s.", "Say which platform it is from."
    ),
    "no_such_layout": Message(
        "There is no layout called “%(layout)s”.", "Known layouts: %(known)s."
    ),
    "currency_unknown": Message(
        "“%(filename)s” does not say which currency its amounts are in.", "Choose the currency."
    ),
    "currency_conflict": Message(
        "“%(filename)s” is in %(found)s, not in %(asked)s.",
        "Leave the currency as the file has it.",
    ),
    "second_table": Message(
        "A second table starts at row %(row)s.", "Put each table in a file of its own."
    ),
    "broken_quotes": Message(
        "Near row %(row)s a quotation mark opens and never closes.", "Export the file again."
    ),
    "unknown_orders": Message(
        "“%(filename)s” is not an order file we know.",
        "Use a Shopify orders export, or lines of customer id, yyyymmdd, units, amount.",
    ),
    # -- one row or one cell -------------------------------------------------------------------
    "not_an_amount": Message("“%(value)s” is not an amount.", "Use 12000, 12,000.00 or 1.2万."),
    "not_whole": Message("“%(value)s” is not a whole number.", "Counts have no decimals."),
    "negative_count": Message("“%(value)s” is below zero.", "Counts start at zero."),
    "not_a_date": Message("“%(value)s” is not a date.", "Use 2026-11-01."),
    "ambiguous_date": Message(
        "“%(value)s” can be read as day/month or month/day.", "Export dates as 2026-11-01."
    ),
    "missing_date": Message("The row has no date.", "Export with a breakdown by day."),
    "missing_campaign": Message(
        "The row has spend but no campaign.", "Export with the campaign column filled."
    ),
    "missing_spend": Message(
        "The row has delivery but no amount spent.", "Export again with the amount column filled."
    ),
    "range_row": Message(
        "The row covers %(start)s to %(end)s, not one day.", "Export with a breakdown by day."
    ),
    "range_among_daily": Message(
        "The row covers %(start)s to %(end)s while other rows are daily: days would count twice.",
        "Export with a breakdown by day only.",
    ),
    "duplicate_row": Message("The row repeats row %(first)s.", "Remove one of the two."),
    "conflicting_row": Message(
        "The row has the same day and ad as row %(first)s, with other numbers.",
        "Export again; one day and ad has one row.",
    ),
    "mixed_currency": Message(
        "The row is in %(found)s while the file is in %(expected)s.",
        "Export one currency at a time.",
    ),
    "unknown_currency": Message("“%(value)s” is not a currency code.", "Use a code such as CNY."),
    "short_row": Message(
        "The row has %(found)s of %(expected)s cells.", "Export the file again; it looks cut off."
    ),
    "order_without_total": Message(
        "Order %(order)s has no total.", "Export complete orders from the shop."
    ),
    # -- worth knowing, nothing refused --------------------------------------------------------
    "header_repeated": Message("Row %(row)s repeats the header and was skipped."),
    "note_skipped": Message("Row %(row)s holds a remark, not data, and was skipped."),
    "formula_text": Message("“%(value)s” starts like a formula; it is kept as plain text."),
    "rounded_amounts": Message(
        "%(count)s amounts are written in 万 or 亿 and therefore rounded.",
        "Export plain numbers to have every cent.",
    ),
    "finer_than_cents": Message(
        "%(count)s amounts are finer than the smallest coin of %(currency)s and were rounded."
    ),
    "negative_spend": Message("The row has a negative amount spent: %(value)s."),
    "looks_like_micros": Message(
        "Spend is more than a million per click: the amounts may be in micros.",
        "Check one amount against the platform.",
    ),
    "outside_period": Message(
        "%(count)s rows lie outside the period the file names, %(start)s to %(end)s."
    ),
    "campaign_renamed": Message("Campaign %(campaign_id)s appears under two names: %(names)s."),
    "id_lost_digits": Message(
        "The id “%(value)s” lost digits when the file was saved in Excel; it is not used.",
        "Upload the file as the platform exported it.",
    ),
    "threshold_value": Message(
        "“%(value)s” is a threshold, not a value; the cell counts as empty."
    ),
}
