"""A mail server for each test that asks for one."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings
from tests.factories.mail import Scripted, a_mail_server, use


@pytest.fixture
def mail(settings: Settings) -> Iterator[Scripted]:
    """Run a mail server that takes everything, and let the settings name it."""
    with a_mail_server() as script:
        use(settings, script)
        yield script
