"""The words of a notice's life. Pure: values as they are stored, labels stand in the models."""

from enum import StrEnum


class NoticeState(StrEnum):
    """How a notice stands."""

    WAITING = "waiting"
    """It will be sent, now or at the next try."""
    SENDING = "sending"
    """A worker speaks with the mail server."""
    SENT = "sent"
    """The mail server took it over; what happens behind that server is not known."""
    REFUSED = "refused"
    """It will never be taken: the address cannot receive mail, or the server said no for good."""
    UNCERTAIN = "uncertain"
    """The text was on its way when the conversation broke off: it may have arrived or not."""
    OFF = "off"
    """No mail server was set up."""
    GIVEN_UP = "given_up"
    """Every try of two days failed."""


ENDED_UNSENT = frozenset(
    {NoticeState.REFUSED, NoticeState.UNCERTAIN, NoticeState.OFF, NoticeState.GIVEN_UP}
)
"""Nothing happens any more by itself; a person may send it again or tell people otherwise."""

NEEDS_A_PERSON = ENDED_UNSENT - {NoticeState.OFF}
"""What stands in the list of stuck notices: a site without a mail server tells people otherwise."""


class RefusedWhy(StrEnum):
    """Why a notice is refused."""

    NO_ADDRESS = "no_address"
    ADDRESS_UNUSABLE = "address_unusable"
    LETTERS_NOT_TAKEN = "letters_not_taken"
    """The mail server takes no address with other letters than ASCII before the @."""
    BY_SERVER = "by_server"


NEVER_TO_BE_SENT = frozenset({RefusedWhy.NO_ADDRESS, RefusedWhy.ADDRESS_UNUSABLE})
"""Where sending again cannot help."""


class Stage(StrEnum):
    """How far the conversation with the mail server came; it only moves on."""

    CONNECTING = "connecting"
    BEFORE_DATA = "before_data"
    """Connected and logged in; the server holds nothing of the notice yet."""
    DATA_SENT = "data_sent"
    """The server was ready for the text: from here on it may have taken the notice."""


class Outcome(StrEnum):
    """How an attempt ended."""

    SENT = "sent"
    FAILED = "failed"
    """The notice was surely not taken and may be tried again."""
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    INTERRUPTED = "interrupted"
    """The worker was gone before the server could take anything."""


class Trouble(StrEnum):
    """What went wrong in an attempt."""

    NONE = ""
    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed_out"
    DROPPED = "dropped"
    NOT_ENCRYPTED = "not_encrypted"
    """The server offers no encryption, or its certificate cannot be trusted."""
    LOG_IN = "log_in"
    SENDER = "sender"
    """The server does not take mail from the address in GONGKAI_MAIL_FROM."""
    LETTERS_NOT_TAKEN = "letters_not_taken"
    ANSWER = "answer"
    """The server answered with another code than was hoped for."""
    WORKER_GONE = "worker_gone"


def outcome_of_silence(stage: Stage) -> Outcome:
    """Return how an attempt ended whose worker was killed, by the stage that it reached.

    >>> outcome_of_silence(Stage.BEFORE_DATA).value, outcome_of_silence(Stage.DATA_SENT).value
    ('interrupted', 'uncertain')
    """
    return Outcome.UNCERTAIN if stage is Stage.DATA_SENT else Outcome.INTERRUPTED


def outcome_of_break(stage: Stage) -> Outcome:
    """Return how an attempt ended whose connection broke, by the stage that it reached."""
    return Outcome.UNCERTAIN if stage is Stage.DATA_SENT else Outcome.FAILED
