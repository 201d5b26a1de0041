"""Past events of this room that rooms above may listen to."""

from django.dispatch import Signal

# A brand and its first member exist. Sent inside the transaction: a room that furnishes its part
# (playbooks, channels, a first source) does it wholly or the founding does not happen.
# Arguments: brand, by (Member).
brand_founded = Signal()
