"""Issuing a letter: numbered, set, kept and entered in the trail, all or nothing."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.audit.operations import record_entry
from gongkai.kernel import time
from gongkai.kernel.files import store_file
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.types import Actor
from gongkai.letters.access import require_issuer
from gongkai.letters.models import Letter
from gongkai.letters.operations.minting import Minted, mint_number
from gongkai.letters.rules.completeness import fits, lacking
from gongkai.letters.rules.facts import Facts, LetterKind
from gongkai.letters.rules.facts_json import facts_as_json
from gongkai.letters.shipped import series_table
from gongkai.letters.typesetting import Sheet, template_version, typeset
from gongkai.letters.wording import missing_parts
from gongkai.organs.models import Organ


class LetterIncomplete(Refusal):
    """The letter lacks something without which it would not be lawful."""

    def __init__(self, lacking: tuple[str, ...]) -> None:
        super().__init__(missing_parts(lacking), field=lacking[0])
        self.lacking = lacking
        """The fields of the facts that are blank, see rules.completeness."""


class FactsDoNotFit(TypeError):
    """The facts are those of another kind of letter."""


def issue_letter(
    *,
    actor: Actor,
    organ_id: int,
    subject_kind: str,
    subject_id: int,
    kind: LetterKind,
    facts: Facts,
    issued_on: date,
) -> Letter:
    """Number the letter, set it, keep the PDF for ever and enter it in the trail.

    `issued_on` is the date under the letter and gives the year of its number. `subject_kind` and
    `subject_id` say what it is about. The system itself may issue receipts alone. Raises
    NotAllowed, NotFound, LetterIncomplete, FactsDoNotFit, and LetterNotTypeset where a template or
    a typeface is broken; no number is used then.
    """
    require_issuer(actor, organ_id=organ_id, kind=kind)
    _require_fitting(kind, facts)
    if missing := lacking(kind, facts):
        raise LetterIncomplete(missing)
    with transaction.atomic():
        organ = _organ(organ_id)
        minted = mint_number(organ_id=organ_id, kind=kind, year=issued_on.year)
        sheet = _sheet(organ, kind, facts, issued_on, number=minted.number)
        letter = Letter(subject_kind=subject_kind, subject_id=subject_id, organ=organ)
        _keep(letter, sheet, minted, addressee=facts.case.addressee, actor=actor)
        _leave_trail(actor, letter)
    return letter


def preview_letter(*, organ_id: int, kind: LetterKind, facts: Facts, issued_on: date) -> bytes:
    """Return the letter as it would go out, with 预览 on every page and without a number.

    Nothing is kept and no number is used; a letter that is not complete yet can be looked at. The
    caller has checked the right to see the case. Raises NotFound, FactsDoNotFit, LetterNotTypeset.
    """
    _require_fitting(kind, facts)
    return typeset(_sheet(_organ(organ_id), kind, facts, issued_on, number=None))


def _require_fitting(kind: LetterKind, facts: Facts) -> None:
    if not fits(kind, facts):
        raise FactsDoNotFit(f"{type(facts).__name__} are no facts of a letter {kind.value}")


def _organ(organ_id: int) -> Organ:
    organ = Organ.objects.filter(pk=organ_id).first()
    if organ is None:
        raise NotFound(_("There is no such organ."))
    return organ


def _sheet(
    organ: Organ, kind: LetterKind, facts: Facts, issued_on: date, *, number: str | None
) -> Sheet:
    return Sheet(
        kind=kind,
        organ_name=organ.name,
        title=series_table().titles[kind],
        issued_on=issued_on,
        number=number,
        facts=facts_as_json(facts),
    )


def _keep(letter: Letter, sheet: Sheet, minted: Minted, *, addressee: str, actor: Actor) -> None:
    letter.kind = sheet.kind.value
    letter.organ_name = sheet.organ_name
    letter.title = sheet.title
    letter.issued_on = sheet.issued_on
    letter.facts = sheet.facts
    letter.number = minted.number
    letter.series = minted.series
    letter.year = minted.year
    letter.serial = minted.serial
    letter.addressee = addressee
    letter.template_version = template_version()
    letter.stored = store_file(typeset(sheet))
    letter.digest = letter.stored.digest
    letter.issued_at = time.now()
    letter.issued_by_id = actor.person_id
    letter.issued_by_name = actor.name
    letter.save(force_insert=True)


def _leave_trail(actor: Actor, letter: Letter) -> None:
    # Neither addressee nor what was asked: the trail is kept for ever and outlives the case.
    record_entry(
        actor=actor,
        action="letters.issue",
        object_kind="letter",
        object_id=letter.pk,
        object_label=letter.number,
        organ_id=letter.organ_id,
        details={
            "kind": letter.kind,
            "subject": f"{letter.subject_kind}:{letter.subject_id}",
            "issued_on": letter.issued_on.isoformat(),
            "digest": letter.digest,
            "templates": letter.template_version,
        },
    )
