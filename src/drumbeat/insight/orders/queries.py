"""What screens read about order files."""

from datetime import date

from drumbeat.channels.spend.words import hint, sentence
from drumbeat.insight.conversions.queries import current_conversions
from drumbeat.insight.lake import lake_of
from drumbeat.insight.orders.events import ORDER
from drumbeat.insight.orders.models import OrderImport
from drumbeat.insight.results.intake import the_spool
from drumbeat.warehouse.questions import freshness


def order_imports(brand):
    """All order files that were read, newest first, with who read them."""
    return OrderImport.objects.of(brand).select_related("file", "owner__person")


def preview(order_import: OrderImport) -> dict:
    """Context of the file's page: months for the picture, problems in words, and warnings
    (one query).
    """
    return {
        "months": [
            month | {"first": date.fromisoformat(f"{month['month']}-01")}
            for month in order_import.months
        ],
        "problems": [
            {
                "row": problem["row"],
                "column": problem["column"] or "",
                "message": sentence(problem["code"], problem["params"]),
                "hint": hint(problem["code"], problem["params"]),
            }
            for problem in order_import.problems
        ],
        "largest": max((month["minor"] for month in order_import.months), default=0),
        "is_counted": is_counted(order_import),
        "nobody_counts": not any(
            one.event_name == ORDER for one in current_conversions(order_import.brand)
        ),
        "is_foreign": order_import.currency != order_import.brand.currency,
        "event_name": ORDER,
    }


def is_counted(order_import: OrderImport) -> bool:
    """Whether the results contain what was sent: the newest counted arrival is not older, or all of
    it was there already, so that nothing arrived and nothing waits."""
    if order_import.sent_at is None:
        return False
    spooled = the_spool().status().depth  # asked before the lake, which has what left it
    fresh = freshness(lake_of(order_import.brand))
    if fresh.fresh_until is not None and fresh.fresh_until >= order_import.sent_at:
        return True
    return not spooled and not fresh.waiting
