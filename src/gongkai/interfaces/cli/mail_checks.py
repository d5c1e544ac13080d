"""What the doctor looks at about mail: the server, and the notices that do not get through."""

from collections.abc import Iterator

from gongkai.interfaces.cli import installation
from gongkai.interfaces.cli.checks import Finding, broken, fine, warning
from gongkai.interfaces.cli.mail import said_in_english


def of_the_mail() -> Iterator[Finding]:
    """Look at the mail server, and at the notices where their tables are there."""
    yield _mail_server()
    if not installation.waiting_migrations():
        yield _notices()


def _mail_server() -> Finding:
    from gongkai.notices.conversation import look_in  # noqa: PLC0415 - Django must be set up
    from gongkai.notices.mailserver import mail_server  # noqa: PLC0415 - as above

    server = mail_server()
    if server is None:
        mend = "Name one in GONGKAI_SMTP_HOST (docs/operate/mail.md), or tell people otherwise."
        return warning("mail server", "None is set up: nobody gets a notice.", mend)
    where = f"{server.host}:{server.port}"
    if said := look_in(server):
        mend = "Check the GONGKAI_SMTP settings and the server (docs/operate/mail.md)."
        return broken("mail server", f"{where}: {said_in_english(said)}", mend)
    return fine("mail server", f"{where} lets us in")


def _notices() -> Finding:
    from gongkai.notices.queries import notice_health  # noqa: PLC0415 - Django must be set up

    health = notice_health()
    says = (
        f"{health.waiting} wait, {health.overdue} of them for too long, {health.uncertain} "
        f"uncertain, {health.refused} refused, {health.given_up} given up, {health.off} not sent"
    )
    if health.overdue:
        return warning("notices", says, "The job worker sends them: does one run?")
    if health.uncertain or health.refused or health.given_up:
        mend = "The organs' offices see theirs at the desk and send again or tell otherwise."
        return warning("notices", says, mend)
    return fine("notices", says)
