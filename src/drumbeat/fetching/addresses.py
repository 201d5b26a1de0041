"""Which addresses of the network may be asked: public ones, and what the operator opened.

A name is resolved once, every address it has is judged, and the connection goes to the judged
address and not to the name: a second answer of the name server changes nothing.
"""

import ipaddress
import socket
from collections.abc import Iterable, Sequence

from drumbeat.fetching.refusals import FetchRefused

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# A translator in front of IPv4 (RFC 6052): the last 32 bits are the address really reached.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """("10.1.0.0/16", "192.168.1.5") as networks. Raises ValueError for what is none."""
    return tuple(ipaddress.ip_network(text) for text in texts)


def judged(host: str, port: int, also: Sequence[Network] = ()) -> list[str]:
    """The addresses of a host, all of them allowed; in the resolver's order.

    also: networks open besides the public ones. Raises FetchRefused unknown_host, and
    private_address as soon as one of them may not be asked.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise FetchRefused("unknown_host", host=host) from None
    # A scope (“fe80::1%eth0”) names an interface of ours and no part of the address.
    texts = list(dict.fromkeys(str(place[4][0]).partition("%")[0] for place in found))
    for text in texts:
        if not may_be_asked(ipaddress.ip_address(text), also):
            raise FetchRefused("private_address", host=host, address=text)
    return texts


def may_be_asked(address: Address, also: Sequence[Network] = ()) -> bool:
    """Public, or inside one of the networks `also`; judged by the address finally reached."""
    reached = _reached(address)
    if any(reached in network for network in also if network.version == reached.version):
        return True
    return reached.is_global and not (
        reached.is_multicast or reached.is_reserved or reached.is_unspecified
    )


def _reached(address: Address) -> Address:
    """The IPv4 address inside an IPv6 one that only wraps it."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    inside = address.ipv4_mapped or address.sixtofour
    return inside or (address.teredo[1] if address.teredo else address)
