"""Whose network address counts: the reader's, as far as our own servers have seen it."""

import pytest
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from gongkai.interfaces.shared.network import network_of


def _asked(remote: str, forwarded: str = "") -> str:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return network_of(RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote))


@pytest.mark.parametrize(
    ("remote", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_a_subscriber_is_one_network(remote: str, network: str) -> None:
    assert _asked(remote) == network


def test_without_servers_of_ours_nobody_says_who_they_are() -> None:
    assert _asked("192.0.2.7", "198.51.100.1") == "192.0.2.7"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "network"),
    [
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "10.0.0.1, 198.51.100.1", "198.51.100.1"),
        (2, "10.0.0.1, 198.51.100.1, 203.0.113.5", "198.51.100.1"),
        (2, "198.51.100.1", "192.0.2.7"),
        (1, "", "192.0.2.7"),
        (1, "nonsense", ""),
    ],
)
def test_what_our_servers_add_is_believed_and_nothing_before_it(
    settings: Settings, proxies: int, forwarded: str, network: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    assert _asked("192.0.2.7", forwarded) == network
