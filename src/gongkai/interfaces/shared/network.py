"""From where a request comes, as far as that may be believed."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

_PREFIX = 64
"""Bits of an IPv6 address that one subscriber holds; the rest is theirs to choose."""


def network_of(request: HttpRequest) -> str:
    """Return the network address that asks: an IPv4 address, or the first half of an IPv6 one.

    Who counts by it must count a whole IPv6 subscriber as one, or the count means nothing.
    X-Forwarded-For is believed as far as our own web servers wrote it (GONGKAI_PROXIES). Empty
    where there is no address.
    """
    said = _forwarded(request) or str(request.META.get("REMOTE_ADDR") or "")
    try:
        address = ipaddress.ip_address(said.strip())
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, _PREFIX), strict=False))
    return str(address)


def _forwarded(request: HttpRequest) -> str:
    # Each of our servers adds whom it heard from at the end; what stands before may be invented.
    count = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    said = request.headers.get("X-Forwarded-For", "").split(",")
    return said[-count] if 0 < count <= len(said) else ""
