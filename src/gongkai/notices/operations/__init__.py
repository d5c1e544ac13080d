"""Sending notices, and what is done about those that do not get through."""

from gongkai.notices.operations.delivering import deliver_notice
from gongkai.notices.operations.forgetting import forget_addresses
from gongkai.notices.operations.sending import send_notice
from gongkai.notices.operations.settling import (
    AddressCannotReceive,
    AlreadySent,
    AlreadySettled,
    HowNeeded,
    HowTooLong,
    NoMailServer,
    StillUnderWay,
    send_again,
    settle_notice,
)
from gongkai.notices.operations.sweeping import Swept, sweep_notices
from gongkai.notices.operations.testing import send_test_mail

__all__ = [
    "AddressCannotReceive",
    "AlreadySent",
    "AlreadySettled",
    "HowNeeded",
    "HowTooLong",
    "NoMailServer",
    "StillUnderWay",
    "Swept",
    "deliver_notice",
    "forget_addresses",
    "send_again",
    "send_notice",
    "send_test_mail",
    "settle_notice",
    "sweep_notices",
]
