"""What a walk finds, each kind of leak by its name."""

from dataclasses import dataclass, replace

KINDS = {
    "portal:home": "home",
    "portal:search": "search-hit",
    "portal:suggestions": "suggestion",
    "portal:catalogue": "catalogue",
    "portal:catalogue_csv": "catalogue-download",
    "portal:catalogue_xlsx": "catalogue-download",
    "portal:catalogue_json": "catalogue-download",
    "portal:catalogue_pdf": "catalogue-download",
    "portal:edition": "edition",
    "portal:edition_csv": "edition-download",
    "portal:edition_json": "edition-download",
    "portal:edition_pdf": "edition-download",
    "portal:edition_xlsx": "edition-download",
    "portal:record": "record-page",
    "portal:record_print": "print",
    "portal:record_text": "file",
    "portal:version_text": "file",
    "portal:record_file_n": "attachment",
    "portal:record_file_left": "attachment",
    "portal:versions": "versions",
    "portal:version": "versions",
    "portal:compare": "comparison",
    "portal:by_index_number": "index-number",
    "portal:organ": "organ-page",
    "portal:coverage": "coverage",
    "portal:report_gap": "organ-page",
    "portal:changes": "changes",
    "portal:withdrawn": "withdrawn-list",
    "portal:feed": "change-feed",
    "harvest:changes": "change-feed",
    "harvest:ledger_day": "change-feed",
    "harvest:ledger_proof": "proof",
    "portal:check_copy": "copy-check",
    "portal:track": "tracking",
    "portal:track_case": "tracking",
    "portal:track_letter": "letter",
    "portal:track_file": "case-file",
    "portal:track_own_file": "case-file",
    "desk:sent_file": "case-file",
    "desk:reply_file": "case-file",
    "desk:cases": "inbox",
    "desk:case": "case-page",
    "desk:letters": "register",
    "desk:letter": "letter",
    "harvest:newest": "feed",
    "harvest:organ": "feed",
    "harvest:sitemap": "sitemap",
    "harvest:sitemap_part": "sitemap",
    "harvest:sitemap_pages": "sitemap",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One leak: its kind, who met it where, and what it was."""

    kind: str
    persona: str
    address: str
    what: str


def kind_of_body(route: str, status: int) -> str:
    """Return the kind of a leak in the body of an answer."""
    if status == 410:
        return "410-body"
    if status in {403, 404}:
        return "refusal"
    if route.startswith("portal:apply_"):
        return "form"
    return KINDS.get(route, "desk" if route.startswith("desk:") else route)


def named(found: list[Finding]) -> list[Finding]:
    """Name what only the English pages show `english-page`."""
    chinese = {(one.kind, one.what) for one in found if not one.address.startswith("/en/")}
    return [
        replace(one, kind="english-page")
        if one.address.startswith("/en/") and (one.kind, one.what) not in chinese
        else one
        for one in found
    ]


def kinds(found: list[Finding]) -> set[str]:
    """Return the kinds that were found."""
    return {one.kind for one in found}
