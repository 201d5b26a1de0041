"""Past events of this room that rooms above may listen to. Sent inside the transaction."""

from django.dispatch import Signal

# A version was approved; its bytes are pinned from here on. Arguments: version, by (Member).
version_approved = Signal()

# An approved version may not be used any more; whoever shows it must stop.
# Arguments: version, by (Member), reason.
version_retired = Signal()
