"""`gongkai mail test`: does the mail server take what we send?"""

import json
from typing import TYPE_CHECKING

import click

from gongkai.interfaces.cli.database import set_up_django

if TYPE_CHECKING:
    from gongkai.notices.conversation import Ending, Said

NOT_SENT = 2


@click.group("mail")
def mail() -> None:
    """Try out the mail server that takes the notices."""


@mail.command("test")
@click.argument("address")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for programs.")
def test(*, address: str, as_json: bool) -> None:
    """Send a short mail to ADDRESS now and say what the mail server answered.

    Ends with code 2 unless the server took it over. Whether it then arrives, the mailbox shows.
    """
    set_up_django()
    from django.conf import settings  # noqa: PLC0415 - Django is set up now

    from gongkai.notices.operations import send_test_mail  # noqa: PLC0415 - as above

    ending = send_test_mail(to_address=address, language=settings.LANGUAGE_CODE)
    click.echo(_as_json(ending) if as_json else _as_text(ending))
    if ending.outcome.value != "sent":
        raise click.exceptions.Exit(NOT_SENT)


def _as_json(ending: "Ending") -> str:
    told = {
        "outcome": ending.outcome.value,
        "trouble": ending.said.trouble.value,
        "code": ending.said.code,
        "answer": ending.said.text,
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _as_text(ending: "Ending") -> str:
    if ending.outcome.value == "sent":
        return f"Taken over by the mail server: {answer_of(ending.said)}"
    return f"Not sent ({ending.outcome.value}). {said_in_english(ending.said)}"


def said_in_english(said: "Said") -> str:
    """Return what went wrong and what the server answered."""
    from django.utils.translation import override  # noqa: PLC0415 - Django is set up now

    from gongkai.notices.models import Trouble  # noqa: PLC0415 - as above

    with override("en"):
        return f"{Trouble(said.trouble.value).label} {answer_of(said)}".strip()


def answer_of(said: "Said") -> str:
    """Return code and text of the server's answer, '' where it gave none."""
    return f"{said.code or ''} {said.text}".strip()
