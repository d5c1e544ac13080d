"""Notices and the attempts to send them."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.kernel.personal_data import PersonalData
from gongkai.notices.rules import kinds
from gongkai.notices.rules import vocabulary as words
from gongkai.organs.models import Organ, Person


class NoticeKindName(models.TextChoices):
    """The kinds with the names that people read."""

    APPLICATION_RECEIVED = (
        kinds.NoticeKind.APPLICATION_RECEIVED.value,
        _("To the applicant: application received"),
    )
    LETTER_WAITING = (
        kinds.NoticeKind.LETTER_WAITING.value,
        _("To the applicant: a letter is ready"),
    )
    CORRECTION_WAITING = (
        kinds.NoticeKind.CORRECTION_WAITING.value,
        _("To the applicant: a correction is asked for"),
    )
    OFFICE_NEW_APPLICATION = (
        kinds.NoticeKind.OFFICE_NEW_APPLICATION.value,
        _("To the disclosure office: new application"),
    )
    CODE_REISSUED = (
        kinds.NoticeKind.CODE_REISSUED.value,
        _("To the applicant: new query code issued"),
    )
    OFFICE_GAP_REPORTED = (
        kinds.NoticeKind.OFFICE_GAP_REPORTED.value,
        _("To the disclosure office: a gap is reported"),
    )
    GAP_ANSWERED = (
        kinds.NoticeKind.GAP_ANSWERED.value,
        _("To who reported a gap: the organ has answered"),
    )


class NoticeState(models.TextChoices):
    """How a notice stands."""

    WAITING = words.NoticeState.WAITING.value, _("Waiting to be sent")
    SENDING = words.NoticeState.SENDING.value, _("Being sent")
    SENT = words.NoticeState.SENT.value, _("Taken over by the mail server")
    REFUSED = words.NoticeState.REFUSED.value, _("Refused for good")
    UNCERTAIN = words.NoticeState.UNCERTAIN.value, _("Uncertain whether it was sent")
    OFF = words.NoticeState.OFF.value, _("Not sent: no mail server is set up")
    GIVEN_UP = words.NoticeState.GIVEN_UP.value, _("Given up after two days")


class RefusedWhy(models.TextChoices):
    """Why a notice is refused."""

    NO_ADDRESS = words.RefusedWhy.NO_ADDRESS.value, _("There is no e-mail address.")
    ADDRESS_UNUSABLE = (
        words.RefusedWhy.ADDRESS_UNUSABLE.value,
        _("The e-mail address cannot receive mail."),
    )
    LETTERS_NOT_TAKEN = (
        words.RefusedWhy.LETTERS_NOT_TAKEN.value,
        _("The mail server takes only addresses in Latin letters."),
    )
    BY_SERVER = words.RefusedWhy.BY_SERVER.value, _("The mail server refused it.")


class Stage(models.TextChoices):
    """How far an attempt came."""

    CONNECTING = words.Stage.CONNECTING.value, _("Connecting")
    BEFORE_DATA = words.Stage.BEFORE_DATA.value, _("Connected, text not sent")
    DATA_SENT = words.Stage.DATA_SENT.value, _("Text on its way")


class Outcome(models.TextChoices):
    """How an attempt ended."""

    SENT = words.Outcome.SENT.value, _("Taken over by the mail server")
    FAILED = words.Outcome.FAILED.value, _("Failed, may be tried again")
    REFUSED = words.Outcome.REFUSED.value, _("Refused for good")
    UNCERTAIN = words.Outcome.UNCERTAIN.value, _("Uncertain whether it was sent")
    INTERRUPTED = words.Outcome.INTERRUPTED.value, _("Interrupted before the text was sent")


class Trouble(models.TextChoices):
    """What went wrong in an attempt."""

    NONE = words.Trouble.NONE.value, pgettext_lazy("what went wrong", "Nothing")
    UNREACHABLE = words.Trouble.UNREACHABLE.value, _("The mail server cannot be reached.")
    TIMED_OUT = words.Trouble.TIMED_OUT.value, _("The mail server did not answer in time.")
    DROPPED = words.Trouble.DROPPED.value, _("The mail server ended the connection.")
    NOT_ENCRYPTED = (
        words.Trouble.NOT_ENCRYPTED.value,
        _("The connection could not be encrypted, or the certificate cannot be trusted."),
    )
    LOG_IN = words.Trouble.LOG_IN.value, _("The mail server did not let us log in.")
    SENDER = words.Trouble.SENDER.value, _("The mail server does not take mail from our address.")
    LETTERS_NOT_TAKEN = (
        words.Trouble.LETTERS_NOT_TAKEN.value,
        _("The mail server takes only addresses in Latin letters."),
    )
    ANSWER = words.Trouble.ANSWER.value, _("The mail server did not take the mail.")
    WORKER_GONE = words.Trouble.WORKER_GONE.value, _("The job worker ended during the attempt.")


class Notice(models.Model):
    """One e-mail that tells that something is there. Its text and Message-ID never change."""

    personal_data = PersonalData.APPLICANT

    kind = models.CharField(max_length=24, choices=NoticeKindName)
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="notices")
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    once_key = models.CharField(max_length=200, unique=True)
    """Told twice with the same key, it is one notice."""
    to_address = models.CharField(max_length=254, blank=True)
    """Empty where what was given cannot receive mail, and once it is forgotten."""
    forgotten_at = models.DateTimeField(null=True)
    """When the address was forgotten, because what it was given for is long over."""
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    message_id = models.CharField(max_length=300, unique=True)
    """The same at every attempt: a mail reader that gets the notice twice shows it once."""
    state = models.CharField(max_length=10, choices=NoticeState)
    refused_why = models.CharField(max_length=20, choices=RefusedWhy, blank=True)
    created_at = models.DateTimeField()
    queued_at = models.DateTimeField()
    """When the present round of tries began."""
    tries = models.PositiveSmallIntegerField(default=0)
    """In the present round."""
    next_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    settled_how = models.CharField(max_length=200, blank=True)
    """How the person was told otherwise."""

    class Meta:
        db_table = "notices_notice"
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"]),
            models.Index(fields=["organ", "state"]),
            models.Index(fields=["state", "next_try_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="waiting", next_try_at__isnull=False)
                | ~models.Q(state="waiting") & models.Q(next_try_at__isnull=True),
                name="notice_waits_for_a_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False)
                | ~models.Q(state="sent") & models.Q(sent_at__isnull=True),
                name="notice_is_sent_at_a_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(state="refused") & ~models.Q(refused_why="")
                | ~models.Q(state="refused") & models.Q(refused_why=""),
                name="refused_notice_says_why",
            ),
            models.CheckConstraint(
                condition=~models.Q(to_address="")
                | models.Q(refused_why__in=["no_address", "address_unusable"])
                | models.Q(forgotten_at__isnull=False),
                name="notice_without_address_is_refused",
            ),
            models.CheckConstraint(
                condition=~models.Q(subject__regex=r"[\r\n]")
                & ~models.Q(to_address__regex=r"[\r\n]")
                & models.Q(message_id__regex=r"^<[^<>\s]+@[^<>\s]+>$"),
                name="notice_headers_are_one_line_each",
            ),
            models.CheckConstraint(
                condition=models.Q(settled_at__isnull=True, settled_by__isnull=True, settled_how="")
                | models.Q(
                    settled_at__isnull=False,
                    settled_by__isnull=False,
                    state__in=["refused", "uncertain", "off", "given_up"],
                )
                & ~models.Q(settled_how=""),
                name="notice_settled_at_by_and_how_together",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept_for_ever", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="text_never_changes",
                fields=[
                    "kind",
                    "organ",
                    "subject_kind",
                    "subject_id",
                    "once_key",
                    "language",
                    "subject",
                    "body",
                    "message_id",
                    "created_at",
                ],
            ),
            pgtrigger.Protect(
                name="address_is_only_forgotten",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__to_address__df=pgtrigger.F("new__to_address"))
                & (
                    ~pgtrigger.Q(new__to_address="")
                    | pgtrigger.Q(new__forgotten_at__isnull=True)
                    | pgtrigger.Q(new__state__in=["waiting", "sending"])
                ),
            ),
        ]


class NoticeAttempt(models.Model):
    """One conversation with the mail server about one notice.

    The row is committed before the conversation begins, its stage as it moves on, its end
    afterwards. What has ended is never changed.
    """

    personal_data = PersonalData.NONE

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.CONNECTING)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    trouble = models.CharField(max_length=20, choices=Trouble, blank=True)
    answer_code = models.PositiveSmallIntegerField(null=True)
    answer_text = models.CharField(max_length=200, blank=True)
    """What the server said, without addresses."""

    class Meta:
        db_table = "notices_attempt"
        ordering = ["notice_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "number"], name="one_attempt_a_number"),
            models.UniqueConstraint(
                fields=["notice"],
                condition=models.Q(ended_at__isnull=True),
                name="one_open_attempt_of_a_notice",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, outcome="", trouble="")
                | models.Q(ended_at__isnull=False) & ~models.Q(outcome=""),
                name="attempt_ends_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome__in=["sent", "uncertain"])
                | models.Q(stage="data_sent"),
                name="only_a_sent_text_can_have_arrived",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept_for_ever", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="ended_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__ended_at__isnull=False),
            ),
            pgtrigger.ReadOnly(name="begun_once", fields=["notice", "number", "started_at"]),
            pgtrigger.FSM(
                name="stage_moves_on",
                field="stage",
                transitions=[("connecting", "before_data"), ("before_data", "data_sent")],
            ),
        ]
