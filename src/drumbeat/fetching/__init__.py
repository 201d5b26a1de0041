"""Asking the outside for a document, on behalf of a person who typed an address.

No Django and no domain here, and not a part of `formats`, which never opens a connection: whoever
above needs bytes from an address somebody typed asks this room, so that the guard stands once.
"""

from drumbeat.fetching.addresses import Network, networks
from drumbeat.fetching.refusals import FetchRefused
from drumbeat.fetching.request import Fetched, Limits, fetch

__all__ = ["FetchRefused", "Fetched", "Limits", "Network", "fetch", "networks"]
