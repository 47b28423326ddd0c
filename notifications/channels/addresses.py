"""Which addresses of the network a webhook may reach: none inside our own walls unless allowed."""

from __future__ import annotations

import ipaddress
import socket

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def resolved(host: str, port: int) -> tuple[IPAddress, ...]:
    """Every address `host` has now. Raises OSError if it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found))


def is_public(address: IPAddress) -> bool:
    """Whether it lies outside; an IPv4 address wrapped in an IPv6 one is judged by itself."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast


def is_loopback(host: str) -> bool:
    """Whether the name or literal means this machine, judged without asking anybody."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_inside(host: str) -> bool:
    """Whether a name or literal means an address inside our walls, as far as that can be told without asking."""
    try:
        return not is_public(ipaddress.ip_address(host))
    except ValueError:
        return is_loopback(host)
