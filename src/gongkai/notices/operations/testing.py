"""Send one mail that is no notice, to see whether the mail server takes what we send."""

from django.conf import settings
from django.utils.translation import gettext as _

from gongkai.kernel import time
from gongkai.kernel.refusals import Refusal
from gongkai.notices.composing import Mail, envelope_for, new_message_id
from gongkai.notices.conversation import Ending, hand_over
from gongkai.notices.mailserver import mail_server
from gongkai.notices.operations.settling import NoMailServer
from gongkai.notices.rules.address import AddressUnusable, parse_address
from gongkai.notices.rules.vocabulary import Stage


class NotAnAddress(Refusal):
    """The text is no e-mail address."""


def send_test_mail(*, to_address: str, language: str) -> Ending:
    """Hand a short mail to the mail server at once and say how it ended. Nothing is stored.

    Raises:
        NotAnAddress, NoMailServer: see their messages.
    """
    server = mail_server()
    if server is None:
        raise NoMailServer(
            _("No mail server is set up: GONGKAI_SMTP_HOST is empty, or this is the demo.")
        )
    try:
        address = str(parse_address(to_address))
    except AddressUnusable as error:
        raise NotAnAddress(_("Enter an e-mail address like name@example.cn.")) from error
    mail = Mail(
        message_id=new_message_id(),
        to_address=address,
        language=language,
        subject=_("Test mail"),
        body=_("This mail shows that %(site)s can send notices.") % {"site": settings.SITE_NAME}
        + "\n",
        written_at=time.now(),
    )
    return hand_over(server, envelope_for(mail, server), reached=_nobody_asks)


def _nobody_asks(_stage: Stage) -> None:
    """Let every stage begin: no attempt is kept of a test."""
