"""Past events of this room that rooms above may listen to; sent inside their transaction."""

from django.dispatch import Signal

# A plan may be spent. Arguments: plan, by (Member).
plan_approved = Signal()

# A newer version took a plan's place. Its campaigns and the lines with their ledger have moved
# already; whoever else points at `old` should point at `new`. Arguments: old, new, by (Member).
plan_superseded = Signal()

# Nothing of the campaign may go live, or may again. Arguments: campaign, freeze (the record), by
# (Member), and `reason` when it is lifted.
campaign_frozen = Signal()
campaign_lifted = Signal()

# The brand stands for another platform from here on. Arguments: platform, by (Member).
platform_activated = Signal()

# A key message or an audience says something else from here on. Receivers answer with whom it
# concerns, as pairs (Member, address of their work): strategy tells each of them once.
# Arguments: obj.
carried_changed = Signal()
