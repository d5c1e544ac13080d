"""Every address about cases by every person: what status they get."""

from collections.abc import Callable

from tests.factories import organs
from tests.interfaces.desk.conftest import PERSONAS, Town

from gongkai.applications.models import ApplicationFile, Reply
from gongkai.kernel.types import Role
from gongkai.letters.models import Letter
from gongkai.notices.models import Notice

Needs = Callable[[Town], list[object]]
OFFICE = {"clerk", "in_charge"}
EVERYBODY = set(PERSONAS) - {"citizen"}


def in_state(state: str) -> Needs:
    """Return what makes a case in the state and gives its address."""

    def needs(town: Town) -> list[object]:
        return [town.case(state)]

    needs.__name__ = f"_{state}"
    return needs


def _nothing(town: Town) -> list[object]:
    return []


def _with_a_colleague(town: Town) -> list[object]:
    organs.someone(Role.CLERK, town.office.organ)
    return [town.case("accepted")]


def _sent_file(town: Town) -> list[object]:
    case_id = town.case("proposed")
    return [case_id, ApplicationFile.objects.get(application__case=case_id).pk]


def _reply_file(town: Town) -> list[object]:
    case_id = town.case("proposed")
    return [case_id, Reply.objects.get(case_id=case_id).files.get().pk]


def _letter(town: Town) -> list[object]:
    case_id = town.case("proposed")
    return [Letter.objects.get(subject_id=case_id).pk]


def _notice(town: Town) -> list[object]:
    case_id = town.case("proposed")
    return [Notice.objects.filter(subject_id=case_id)[0].pk]


def _organ(town: Town) -> list[object]:
    return [town.office.organ.pk]


# Route, what its address needs, who reads it, and who is told that it is not their step (403).
# Everybody else learns nothing (404): who must not know of a case, and lists of other organs.
CASE_TABLE: list[tuple[str, Needs, set[str], set[str]]] = [
    ("cases", _nothing, EVERYBODY, set()),
    ("case", in_state("received"), OFFICE, set()),
    ("case", in_state("proposed"), OFFICE | {"reviewer"}, set()),
    ("case", in_state("closed"), OFFICE | {"reviewer"}, set()),
    ("sent_file", _sent_file, OFFICE, set()),
    ("reply_file", _reply_file, OFFICE | {"reviewer"}, set()),
    ("confirm_receipt", in_state("confirming"), {"clerk"}, {"in_charge"}),
    ("ask_correction", in_state("received"), {"clerk"}, {"in_charge"}),
    ("enter_correction", in_state("asked"), {"clerk"}, {"in_charge"}),
    ("lapse", in_state("not_corrected"), {"in_charge"}, {"clerk"}),
    ("accept", in_state("received"), {"clerk"}, {"in_charge"}),
    ("assign", _with_a_colleague, OFFICE, set()),
    ("reply", in_state("accepted"), {"clerk"}, {"in_charge"}),
    ("reply", in_state("proposed"), {"clerk"}, {"in_charge", "reviewer"}),
    ("reply_files", in_state("proposed"), {"clerk"}, {"in_charge", "reviewer"}),
    ("reply_letter", in_state("proposed"), OFFICE, set()),
    ("propose_reply", in_state("drafted"), {"clerk"}, {"in_charge"}),
    ("review_reply", in_state("proposed"), {"reviewer"}, OFFICE),
    ("approve_reply", in_state("reviewed"), {"in_charge"}, {"clerk", "reviewer"}),
    ("issue_reply", in_state("approved"), OFFICE, {"reviewer"}),
    ("deliver", in_state("replied"), OFFICE, {"reviewer"}),
    ("close_case", in_state("delivered"), OFFICE, {"reviewer"}),
    ("ask_extension", in_state("accepted"), {"clerk"}, {"in_charge"}),
    ("decide_extension", in_state("more_time"), {"in_charge"}, {"clerk", "reviewer"}),
    ("show_identity", in_state("proposed"), {"clerk"}, {"in_charge", "reviewer"}),
    ("reissue_code", in_state("proposed"), {"clerk"}, {"in_charge", "reviewer"}),
    ("propose_public", in_state("closed"), {"clerk"}, {"in_charge", "reviewer"}),
    ("letters", _nothing, EVERYBODY, set()),
    ("letter", _letter, OFFICE, set()),
    ("notices", _nothing, EVERYBODY, set()),
    ("send_notice_again", _notice, OFFICE, set()),
    ("settle_notice", _notice, OFFICE, set()),
    ("letter_mark", _organ, OFFICE, set()),
]
ONLY_SENT_TO = {"correction_letter", "remove_reply_file"}
