"""The words for what is wrong with a form or a file, and what to do about it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.applications.rules.files import LARGEST_FILE, LARGEST_UNPACKED, MEDIA_TYPES
from gongkai.applications.rules.precedence import Why
from gongkai.applications.rules.submission import LIMITS, Part, Problem, ProblemCode
from gongkai.release.rules.inspection import FileProblem

PAGES: Mapping[Part, str | Promise] = {
    Part.WHO: _("Who applies"),
    Part.CONTACT: _("How you can be reached"),
    Part.WHAT: _("What you ask for"),
    Part.HOW: _("How you want to get it"),
    Part.PROOFS: _("Proof and other files"),
    Part.CHECK: _("Check and send"),
}

LABELS: Mapping[str, str | Promise] = {
    "applicant_kind": _("Kind of applicant"),
    "report_kind": _("Kind of organisation"),
    "name": pgettext_lazy("applicant", "Name"),
    "workplace": _("Workplace"),
    "legal_representative": _("Legal representative"),
    "contact_person": _("Contact person"),
    "identity_kind": _("Kind of proof"),
    "identity_number": _("Number of the proof"),
    "address": _("Postal address"),
    "postcode": _("Postcode"),
    "telephone": _("Telephone"),
    "fax": _("Fax"),
    "email": _("E-mail address"),
    "asked": _("Description of the information"),
    "title": _("Title, if you know it"),
    "document_number": _("Document number"),
    "index_number": _("Index number"),
    "issued_when": _("When it was issued"),
    "hints": _("Other hints"),
    "purpose": _("What it is for"),
    "asks_waiver": _("I ask for fees to be waived"),
    "waiver_reason": _("Reasons for the waiver"),
    "supply_way": _("How you want to get it"),
    "carrier": _("On what you want it"),
    "accepts_other_way": _("Another way will do if this one is not possible"),
    "proof": _("Copy of the proof"),
    "language": _("Language of the pages"),
}

_MISSING: Mapping[str, str | Promise] = {
    "name": _("Enter the name of the applicant."),
    "legal_representative": _("Enter the name of the legal representative."),
    "contact_person": _("Enter whom we can turn to in your organisation."),
    "identity_number": _("Enter the number that stands on the proof."),
    "address": _("Enter an address at which letters reach you."),
    "telephone": _("Enter a telephone number under which you can be reached."),
    "asked": _("Describe the information that you ask for."),
    "waiver_reason": _("Say why the fees should be waived."),
}

_NOT_CHOSEN: Mapping[str, str | Promise] = {
    "applicant_kind": _("Choose whether a citizen or an organisation applies."),
    "report_kind": _("Choose the kind of your organisation."),
    "identity_kind": _("Choose what proves who applies."),
    "purpose": _("Choose what the information is for."),
    "supply_way": _("Choose how you want to get the information."),
    "carrier": _("Choose on what you want the information."),
}

_KIND_DOES_NOT_FIT: Mapping[str, str | Promise] = {
    "report_kind": _("A citizen is a natural person, an organisation is not. Choose again."),
    "identity_kind": _("This does not prove who this kind of applicant is. Choose another proof."),
}

_PROBLEMS: Mapping[ProblemCode, str | Promise] = {
    ProblemCode.NOT_A_POSTCODE: _("Enter the postcode as six digits, like 650000."),
    ProblemCode.NOT_A_TELEPHONE: _(
        "Enter a number with at least seven digits, like 0871-66554433 or 13800000000."
    ),
    ProblemCode.NOT_AN_EMAIL: _("Enter the e-mail address in full, like name@example.org."),
    ProblemCode.EMAIL_WANTED: _(
        "You want it by e-mail. Enter your e-mail address, or choose another way."
    ),
    ProblemCode.FAX_WANTED: _("You want it by fax. Enter your fax number, or choose another way."),
    ProblemCode.NO_PROOF: _(
        "Add a copy of what proves who applies: an identity card, or the certificate or licence "
        "of the organisation."
    ),
    ProblemCode.WRONG_LENGTH: _(
        "The number has not as many characters as this kind of proof. Compare it with the proof."
    ),
    ProblemCode.WRONG_CHARACTERS: _(
        "The number holds characters that this kind of proof has not. Compare it with the proof."
    ),
    ProblemCode.WRONG_CHECK_CHARACTER: _(
        "The last character does not fit the others, so one of them is wrong. Compare each with "
        "the proof."
    ),
    ProblemCode.IMPOSSIBLE_BIRTH_DATE: _(
        "The date of birth in the number cannot be. Compare digits 7 to 14 with the card."
    ),
    ProblemCode.BIRTH_DATE_IN_FUTURE: _(
        "The date of birth in the number lies in the future. Compare digits 7 to 14 with the card."
    ),
    ProblemCode.OLD_NUMBER: _(
        "Numbers of 15 digits are no longer valid. Enter the 18 characters of the present card."
    ),
}

_FILE_PROBLEMS: Mapping[FileProblem, str | Promise] = {
    FileProblem.NO_NAME: _("The file has no name. Give it one and choose it again."),
    FileProblem.UNREADABLE_NAME: _("The file's name cannot be read. Rename it and try again."),
    FileProblem.EMPTY: _("The file is empty. Choose the file that you mean."),
    FileProblem.PROGRAM: _(
        "Programs are not taken, nor names that look like one. Rename the file."
    ),
    FileProblem.NOT_WHAT_IT_SAYS: _(
        "The content of the file is not what its name says. Save it again in the right format."
    ),
    FileProblem.BROKEN: _("The file is damaged. Save it again and choose it again."),
    FileProblem.LOCKED: _("The file is locked with a password. Remove the password first."),
    FileProblem.HOLDS_MACROS: _("The file holds macros or programs. Save it without them."),
    FileProblem.HOLDS_ENTITIES: _("The file is built in a way that is not safe. Save it again."),
    FileProblem.NESTED_TOO_DEEP: _(
        "There are archives inside archives in the file. Unpack them and choose the files."
    ),
    FileProblem.TOO_MANY_PAGES: _("The file has too many pages. Split it and choose the parts."),
    FileProblem.TOOK_TOO_LONG: _("Looking into the file took too long. Split it and try again."),
    FileProblem.TOOK_TOO_MUCH_MEMORY: _(
        "The file is too much to look into at once. Split it and choose the parts."
    ),
}

PRECEDENCE: Mapping[Why, str | Promise] = {
    Why.ALL_ALIKE: _("Every item is answered alike."),
    Why.GIVEN_AND_REFUSED_IS_PARTIAL: _(
        "Something is given and something is not: the case counts as partly granted only."
    ),
    Why.ALL_GIVEN: _("Everything is given, in more than one way."),
    Why.MOST_RESTRICTIVE: _(
        "Nothing is given: the most restrictive of the outcomes counts for the case."
    ),
}


def problem_text(problem: Problem) -> str | Promise:
    """Return what is wrong with a field and what to do about it."""
    by_field = {
        ProblemCode.MISSING: _MISSING,
        ProblemCode.NOT_CHOSEN: _NOT_CHOSEN,
        ProblemCode.KIND_DOES_NOT_FIT: _KIND_DOES_NOT_FIT,
    }
    if problem.code in by_field:
        return by_field[problem.code][problem.field]
    # Not at import: a lazy text is translated by the very act of filling it in.
    if problem.code is ProblemCode.TOO_LONG:
        return _("“%(label)s” may have %(limit)d characters at most. Shorten it.") % {
            "label": LABELS[problem.field],
            "limit": LIMITS[problem.field],
        }
    if problem.code is ProblemCode.UNREADABLE:
        return _("“%(label)s” holds characters that cannot be read. Type it again.") % {
            "label": LABELS[problem.field]
        }
    return _PROBLEMS[problem.code]


def file_problem_text(problem: FileProblem) -> str | Promise:
    """Return why a file is not taken and what to do about it."""
    if problem is FileProblem.TOO_LARGE:
        return _("The file is larger than %(size)d MB. Choose a smaller one, or split it.") % {
            "size": LARGEST_FILE // 1_000_000
        }
    if problem is FileProblem.UNPACKS_TOO_LARGE:
        return _("The file unpacks to more than %(size)d MB. Save it with less in it.") % {
            "size": LARGEST_UNPACKED // 1_000_000
        }
    if problem is FileProblem.KIND_NOT_TAKEN:
        return _("This kind of file is not taken. Choose one of: %(kinds)s.") % {
            "kinds": ", ".join(ending.upper() for ending in MEDIA_TYPES)
        }
    return _FILE_PROBLEMS[problem]
