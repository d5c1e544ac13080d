"""Issuing a letter of a case."""

from gongkai.applications.models import Case
from gongkai.applications.operations.letter_facts import SUBJECT_KIND
from gongkai.kernel import time
from gongkai.kernel.types import Actor
from gongkai.letters.models import Letter
from gongkai.letters.operations import issue_letter
from gongkai.letters.rules.facts import Facts, LetterKind


def issue_case_letter(case: Case, kind: LetterKind, facts: Facts, *, actor: Actor) -> Letter:
    """Number, make and keep a letter of the case, dated today."""
    return issue_letter(
        actor=actor,
        organ_id=case.organ_id,
        subject_kind=SUBJECT_KIND,
        subject_id=case.pk,
        kind=kind,
        facts=facts,
        issued_on=time.today(),
    )
