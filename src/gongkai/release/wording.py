"""What the release module says to people: kinds of findings, obstacles, problems of files."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.release.queries.reports import GateReport
from gongkai.release.rules.doors import Obstacle
from gongkai.release.rules.findings import FindingKind
from gongkai.release.rules.inspection import FileProblem

NOT_YOURS = _("This is decided by the clerks and reviewers of the organ concerned.")
NO_SUCH_FILE = _("There is no such file, or it is not ready yet.")

KINDS: Mapping[FindingKind, Promise] = {
    FindingKind.IDENTITY_NUMBER: _("Identity number"),
    FindingKind.BANK_CARD: _("Bank card number"),
    FindingKind.MOBILE: _("Mobile telephone number"),
    FindingKind.PASSPORT: _("Passport number"),
    FindingKind.LICENCE_PLATE: _("Licence plate"),
    FindingKind.ADDRESS: _("Home address"),
    FindingKind.NAME: _("Name of a person"),
    FindingKind.SECRECY_MARK: _("Mark of secrecy"),
    FindingKind.HIDDEN_SHEET: _("Hidden sheet"),
    FindingKind.HIDDEN_ROW: _("Hidden row"),
    FindingKind.HIDDEN_COLUMN: _("Hidden column"),
    FindingKind.HIDDEN_TEXT: _("Hidden text"),
    FindingKind.CACHED_DATA: _("Data kept behind a table, chart or link"),
    FindingKind.COMMENT: _("Comment"),
    FindingKind.TRACKED_CHANGE: _("Tracked change"),
    FindingKind.EMBEDDED_FILE: _("Embedded file"),
    FindingKind.PROPERTIES: _("Properties of the document"),
    FindingKind.PICTURE_DATA: _("Data of the camera in a picture"),
    FindingKind.COVERED_TEXT: _("Text under a box or picture"),
    FindingKind.CUT_PICTURE: _("Picture that is cut and kept whole"),
    FindingKind.LAYER: _("Layer"),
    FindingKind.FORM_DATA: _("Data of a form"),
    FindingKind.EARLIER_STATE: _("Earlier state of the file"),
    FindingKind.ACTIVE_CONTENT: _("Script, macro or action"),
    FindingKind.UNREADABLE: _("Page without readable text"),
    FindingKind.NOT_SEARCHED: _("Part that was not searched"),
    FindingKind.TWIN: _("Already public without what is withheld here"),
    FindingKind.WITHHELD: _("Whole file of which a part was withheld"),
}

HINTS: Mapping[FindingKind, Promise] = {
    FindingKind.SECRECY_MARK: _(
        "It may leave only where the words are no mark. A document that is secret has no place on "
        "this system: tell the secrecy office."
    ),
    FindingKind.COVERED_TEXT: _("Whoever copies the page reads it. Redact the file instead."),
    FindingKind.UNREADABLE: _("Nothing could be searched here. Open the file and read it by eye."),
    FindingKind.NOT_SEARCHED: _("More is there than was searched. Split the file, or read it."),
    FindingKind.TWIN: _("Withholding is of no use while the other can be read. Withdraw it first."),
    FindingKind.WITHHELD: _(
        "A redaction of this very file was approved on the day named. Redact it here too, or say "
        "why all of it may leave."
    ),
    FindingKind.HIDDEN_SHEET: _("Nobody sees it, and it leaves all the same. Delete it."),
    FindingKind.HIDDEN_ROW: _("Nobody sees it, and it leaves all the same. Delete it."),
    FindingKind.HIDDEN_COLUMN: _("Nobody sees it, and it leaves all the same. Delete it."),
    FindingKind.HIDDEN_TEXT: _("Nobody sees it, and it leaves all the same. Delete it."),
    FindingKind.CACHED_DATA: _("Its rows can be unfolded again. Paste the values alone."),
    FindingKind.CUT_PICTURE: _("What is cut off is still in the file. Crop it for good."),
}
"""What to think of when deciding; not every kind needs it."""

OBSTACLES: Mapping[Obstacle, Promise] = {
    Obstacle.NOT_EXAMINED: _("It is still being examined. Come back in a moment."),
    Obstacle.STUCK: _("It could not be examined. Try again, or replace the file."),
    Obstacle.PROBLEM: _("It cannot be looked into. Replace the file."),
    Obstacle.UNSCANNED: _("The virus scanner has not said that it is clean."),
    Obstacle.INFECTED: _("The virus scanner found something in it. Replace the file."),
    Obstacle.UNDECIDED: _("Findings wait for your decision. Decide each of them."),
    Obstacle.MUST_GO: _("Something in it must be removed first. Redact or replace it."),
    Obstacle.SECRECY_MARK: _(
        "It bears a mark of secrecy. Remove it from this system and tell the secrecy office."
    ),
    Obstacle.NOT_APPROVED: _(
        "It is a redaction that was not approved for this door. Use the approved one."
    ),
}

PROBLEMS: Mapping[FileProblem, Promise] = {
    FileProblem.NO_NAME: _("The file has no name. Give it one and send it again."),
    FileProblem.UNREADABLE_NAME: _(
        "The file's name holds signs that no system takes. Rename it and send it again."
    ),
    FileProblem.EMPTY: _("The file is empty. Choose the right one."),
    FileProblem.TOO_LARGE: _("The file is larger than 500 MB. Split it or make it smaller."),
    FileProblem.PROGRAM: _("Programs, scripts and web pages are not taken."),
    FileProblem.KIND_NOT_TAKEN: _(
        "This kind of file is not taken. Save it as PDF, DOCX, XLSX, OFD, CSV, TXT, a picture "
        "or a ZIP archive of these."
    ),
    FileProblem.NOT_WHAT_IT_SAYS: _(
        "The content is not what the name's ending says. Save it again with the right ending."
    ),
    FileProblem.BROKEN: _("The file is damaged. Open it, save it anew and send that."),
    FileProblem.LOCKED: _("The file is protected with a password. Remove it and send it again."),
    FileProblem.UNPACKS_TOO_LARGE: _(
        "It unpacks to far more than it is. Send the files one by one."
    ),
    FileProblem.NESTED_TOO_DEEP: _(
        "Archives lie in archives in it. Unpack them and send the files one by one."
    ),
    FileProblem.HOLDS_MACROS: _("It holds macros. Save it without macros (DOCX, XLSX)."),
    FileProblem.HOLDS_ENTITIES: _(
        "It holds instructions that no document needs. Save it anew with an office program."
    ),
    FileProblem.TOO_MANY_PAGES: _("It has too many pages to be examined. Split it."),
    FileProblem.TOOK_TOO_LONG: _(
        "It took too long to examine it. Split it or save it in a simpler form."
    ),
    FileProblem.TOOK_TOO_MUCH_MEMORY: _(
        "It takes too much memory to examine it. Split it or save it in a simpler form."
    ),
}

TROUBLES: Mapping[str, Promise] = {
    "killed": _("The worker that did it stopped in the middle."),
    "scanner": _("The virus scanner failed at it, or did not answer."),
    "TookTooLong": _("It took longer than a file may take."),
    "TookTooMuchMemory": _("It took more memory than a file may take."),
    "Crashed": _("The program that opens such files stopped."),
    "FileRefused": _("The file cannot be opened for redaction."),
    "ProofFailed": _(
        "Something that was to be removed could still be found, so nothing was made. Tell whoever "
        "maintains this system."
    ),
}
"""What went wrong with work in the queue, besides the problems of files."""


def trouble_text(trouble: str) -> Promise | str:
    """Return what went wrong in words; '' where nothing did, an unknown trouble as it is."""
    return TROUBLES.get(trouble) or (problem_text(trouble) if trouble else "")


def kind_text(kind: str) -> Promise | str:
    """Return what a kind of finding is called; an unknown one as it is."""
    try:
        return KINDS[FindingKind(kind)]
    except ValueError:
        return kind


def findings_text(report: GateReport) -> str:
    """Return every finding of a report by kind and masked excerpt, each once."""
    found = [line for item in report.items for line in item.findings]
    named = [f"{kind_text(line.kind)} {line.excerpt}".strip() for line in found]
    return "; ".join(dict.fromkeys(named))


def problem_text(problem: str) -> Promise | str:
    """Return what is wrong with a file and what to do; an unknown problem as it is."""
    try:
        return PROBLEMS[FileProblem(problem)]
    except ValueError:
        return problem
