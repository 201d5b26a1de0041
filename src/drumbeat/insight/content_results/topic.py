"""What the pieces of one topic brought together, in short."""

from drumbeat.insight.content_results.pieces import Pieces
from drumbeat.insight.content_results.sums import Sums

MOST = 5
"""Pieces that are named one by one; the page of all pieces has the rest."""


def topic_in_short(reading: Pieces) -> dict:
    """The sums of the pieces that were asked for, and those of them with the most touches."""
    sums = Sums()
    for piece in reading.all:
        sums.add(piece.sums)
    with_leads = bool(reading.steps)
    best = sorted(reading.all, key=lambda piece: (-piece.sums.touches, piece.name))[:MOST]
    return {
        "sums": sums,
        "next_rate": sums.next_rate(with_leads),
        "pieces": len(reading.all),
        "best": [
            {
                "piece": piece,
                "share": piece.sums.touches / best[0].sums.touches if piece.sums.touches else 0,
                "next_rate": piece.sums.next_rate(with_leads),
            }
            for piece in best
        ],
    }
