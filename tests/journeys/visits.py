"""Where every route of the site is seen: by whom, at which address, with what status.

A route that is missing here fails `test_every_route_is_visited`; so does one that is left over.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from django.urls import reverse
from django.utils import translation
from tests.journeys.world import World

Arguments = Callable[[World], list[object]]


@dataclass(frozen=True)
class Visit:
    """One page as one person sees it."""

    route: str
    person: str = "citizen"
    arguments: Arguments = lambda world: []
    query: str = ""
    status: int = 200

    def address(self, world: World, language: str) -> str:
        """Return where the page lies in this language."""
        with translation.override(language):
            return reverse(self.route, args=self.arguments(world)) + self.query


def record(name: str, *more: object) -> Arguments:
    """Return the arguments of an address of the record in this state."""
    return lambda world: [world.records[name], *more]


def case(state: str) -> Arguments:
    """Return the arguments of an address of the case in this state."""
    return lambda world: [world.cases[state]]


def other(*names: str) -> Arguments:
    """Return the arguments of an address that leads to these."""
    return lambda world: [world.others[name] for name in names]


def _public() -> dict[str, Visit]:
    plain = (
        *("home", "search", "organs", "catalogue", "changes", "check_copy", "apply"),
        *("how_to_obtain", "complain", "subscribe", "deadline", "accessibility"),
        *("coverage", "track_gap"),
        *("apply_blank_form", "track", "registers"),
    )
    visits = {name: Visit(f"portal:{name}") for name in plain}
    of_a_record = ("record", "record_print", "versions", "compare")
    visits |= {name: Visit(f"portal:{name}", arguments=record("corrected")) for name in of_a_record}
    visits |= {name: Visit(f"portal:{name}") for name in ("withdrawn", "feed", "ledger_days")}
    return visits | {
        "organ": Visit("portal:organ", arguments=other("organ")),
        "report_gap": Visit("portal:report_gap", arguments=other("organ")),
        "version": Visit("portal:version", arguments=record("corrected", 1)),
        "version, withdrawn": Visit(
            "portal:version", arguments=record("version_hidden", 1), status=410
        ),
        "versions, one withdrawn": Visit("portal:versions", arguments=record("version_hidden")),
        "record, listed": Visit("portal:record", arguments=record("listed")),
        "record, hidden": Visit("portal:record", arguments=record("hidden"), status=410),
        "record, withdrawn": Visit("portal:record", arguments=record("withdrawn"), status=410),
        "record, exempt": Visit("portal:record", arguments=record("held"), status=404),
        "search, hits": Visit("portal:search", query="?q=" + quote("通知")),
        "search, no hits": Visit("portal:search", query="?q=zzqqxx"),
        "catalogue, narrowed": Visit("portal:catalogue", query="?year=2026&class=01"),
        "deadline, counted": Visit(
            "portal:deadline", query="?received=2026-02-10&limit=own&days=15"
        ),
    }


def _application() -> dict[str, Visit]:
    organ = other("organ")
    of_the_form = ("who", "contact", "what", "public", "how", "proofs", "check")
    visits = {
        f"form, {name}": Visit(f"portal:apply_{name}", "applicant", organ) for name in of_the_form
    }
    return visits | {
        "form, kind": Visit("portal:apply_kind", "citizen", organ),
        "form, begun": Visit("portal:apply_begin", "applicant", organ),
        "form, sent": Visit("portal:apply_begin", "sender", organ),
        "receipt": Visit("portal:apply_receipt", "sender", organ),
        **{
            name: Visit(f"portal:{name}", "follower")
            for name in ("track_case", "track_correct", "track_withdraw")
        },
    }


def _own_account() -> dict[str, Visit]:
    of_anybody = ("account_change_password", "account_logout", "mfa_index", "mfa_activate_totp")
    of_the_careful = (
        *("mfa_reauthenticate", "mfa_deactivate_totp"),
        *("mfa_view_recovery_codes", "mfa_generate_recovery_codes"),
    )
    return {
        **{name: Visit(name, "clerk") for name in (*of_anybody, "account_reauthenticate")},
        **{name: Visit(name, "careful") for name in of_the_careful},
        "mfa_index, in use": Visit("mfa_index", "careful"),
        "account_login": Visit("account_login"),
        "account_inactive": Visit("account_inactive"),
        "mfa_authenticate": Visit("mfa_authenticate", "half signed in"),
    }


# Route, who, which record.
_OF_A_RECORD = (
    ("record", "clerk", "draft"),
    ("record", "clerk", "undetermined"),
    ("record", "clerk", "hidden"),
    ("record", "leader", "hidden"),
    ("record", "reviewer", "proposed"),
    ("record", "clerk", "corrected"),
    ("trail", "clerk", "corrected"),
    ("changes", "clerk", "in_new_draft"),
    ("edit", "clerk", "undetermined"),
    ("edit", "clerk", "proposed"),
    ("propose", "clerk", "draft"),
    ("secrecy_review", "reviewer", "proposed"),
    ("legal_review", "legal", "for_law"),
    ("approval", "leader", "for_approval"),
    ("release", "clerk", "approved"),
    ("new_version", "clerk", "published"),
    ("abandon", "clerk", "draft"),
    ("withdraw", "clerk", "published"),
    ("confirm_withdrawal", "leader", "hidden"),
    ("restore", "leader", "hidden"),
    ("version", "clerk", "version_hidden", 1),
    ("withdraw_version", "clerk", "corrected", 1),
    ("confirm_version_withdrawal", "leader", "version_hidden", 1),
    ("restore_version", "leader", "version_hidden", 1),
    ("validity", "legal", "corrected"),
)


# Route, who, which case.
_OF_A_CASE = (
    ("case", "clerk", "received"),
    ("case", "clerk", "drafted"),
    ("case", "clerk", "posted"),
    ("case", "clerk", "late"),
    ("case", "clerk", "asked"),
    ("case", "reviewer", "proposed"),
    ("case", "leader", "more_time"),
    ("case", "leader", "lapsed"),
    ("confirm_receipt", "clerk", "confirming"),
    ("ask_correction", "clerk", "confirmed"),
    ("enter_correction", "clerk", "asked"),
    ("lapse", "leader", "not_corrected"),
    ("accept", "clerk", "corrected"),
    ("assign", "clerk", "accepted"),
    ("reply", "clerk", "accepted"),
    ("reply", "clerk", "gaps"),
    ("reply", "clerk", "proposed"),
    ("reply_files", "clerk", "returned"),
    ("propose_reply", "clerk", "drafted"),
    ("review_reply", "reviewer", "proposed"),
    ("approve_reply", "leader", "reviewed"),
    ("issue_reply", "clerk", "approved"),
    ("deliver", "clerk", "replied"),
    ("close_case", "clerk", "delivered"),
    ("ask_extension", "clerk", "accepted"),
    ("decide_extension", "leader", "more_time"),
    ("show_identity", "clerk", "received"),
    ("reissue_code", "clerk", "received"),
    ("propose_public", "clerk", "closed"),
)


def _cases() -> dict[str, Visit]:
    visits = {
        f"{name}, {state}": Visit(f"desk:{name}", person, case(state))
        for name, person, state in _OF_A_CASE
    }
    return visits | {
        "cases": Visit("desk:cases", "clerk"),
        "cases, late": Visit("desk:cases", "leader", query="?overdue=on"),
        "cases, none": Visit("desk:cases", "reviewer"),
        "letters": Visit("desk:letters", "clerk"),
        "notices": Visit("desk:notices", "clerk"),
        "send_notice_again": Visit("desk:send_notice_again", "clerk", other("notice")),
        "settle_notice": Visit("desk:settle_notice", "clerk", other("notice")),
        "letter_mark": Visit("desk:letter_mark", "clerk", other("organ")),
        "case, refused": Visit("desk:accept", "leader", case("received"), status=403),
    }


def _of_elements() -> dict[str, Visit]:
    return {
        "links": Visit("desk:links", "clerk", record("corrected")),
        "unlink": Visit("desk:unlink", "clerk", other("linked", "link")),
        "class_table": Visit("desk:class_table", "clerk", other("organ")),
        "add_class": Visit("desk:add_class", "clerk", other("organ")),
        "change_class": Visit("desk:change_class", "clerk", other("organ", "class")),
    }


def _of_places_and_registers() -> dict[str, Visit]:
    return {
        "new_matter": Visit("desk:new_matter", "clerk", other("organ")),
        "licensing_matter": Visit("desk:licensing_matter", "clerk", other("matter")),
        "end_matter": Visit("desk:end_matter", "clerk", other("matter")),
        "compile_register": Visit("desk:compile_register", "clerk", other("organ")),
        "add_cleanup_document": Visit("desk:add_cleanup_document", "legal", other("round")),
        "decide_cleanup": Visit("desk:decide_cleanup", "legal", other("round", "document")),
        "compile_cleanup": Visit("desk:compile_cleanup", "clerk", other("round")),
        "carry_out_cleanup": Visit("desk:carry_out_cleanup", "clerk", other("round")),
        "new_place": Visit("desk:new_place", "clerk", other("organ")),
        "reading_place": Visit("desk:reading_place", "clerk", other("place")),
        "close_place": Visit("desk:close_place", "clerk", other("place")),
        "draw_up_delivery": Visit("desk:draw_up_delivery", "clerk", other("organ", "place")),
        "hand_over_delivery": Visit("desk:hand_over_delivery", "clerk", other("drawn up")),
        "delivery_receipt": Visit("desk:delivery_receipt", "clerk", other("delivery")),
    }


# Who, which routes.
_WITHOUT_ARGUMENTS = {
    "clerk": (
        *("home", "undetermined", "records", "register", "organ_settings", "stand_ins"),
        *("cleanup_rounds", "new_cleanup_round"),
    ),
    "reviewer": ("home",),
    "leader": ("home", "order_stand_in"),
    "competent": (
        *("home", "organs_below", "shared_steps", "allow_sharing", "handovers", "hand_over"),
    ),
    "administrator": (
        *("home", "organs", "new_organ", "new_region", "people", "new_person"),
        *("calendar", "import_notice", "add_day", "system"),
    ),
}


def _desk() -> dict[str, Visit]:
    visits = {
        f"{name}, {person}": Visit(f"desk:{name}", person)
        for person, names in _WITHOUT_ARGUMENTS.items()
        for name in names
    }
    visits |= {
        f"{name}, {state}, {person}": Visit(f"desk:{name}", person, record(state, *more))
        for name, person, state, *more in _OF_A_RECORD
    }
    return (
        visits
        | _of_elements()
        | _of_places_and_registers()
        | {
            "version": Visit("desk:version", "clerk", record("corrected", 1)),
            "introduction": Visit("desk:introduction", "clerk", other("organ")),
            "office": Visit("desk:office", "clerk", lambda w: [w.others["organ"], "disclosure"]),
            "end_stand_in": Visit("desk:end_stand_in", "leader", other("organ", "stand_in")),
            "end_sharing": Visit("desk:end_sharing", "competent", other("leave")),
            "give_back": Visit("desk:give_back", "competent", other("handover")),
            "organ": Visit("desk:organ", "administrator", other("organ")),
            "person": Visit("desk:person", "administrator", other("clerk")),
            "new_password": Visit("desk:new_password", "administrator", other("clerk")),
            "close_account": Visit("desk:close_account", "administrator", other("clerk")),
            "grant": Visit("desk:grant", "administrator", other("clerk")),
            "end_role": Visit("desk:end_role", "administrator", other("clerk", "role")),
            "calendar_edition": Visit("desk:calendar_edition", "administrator", other("edition")),
            "refused": Visit("desk:edit", "reviewer", record("draft"), status=403),
        }
    )


VISITS: dict[str, Visit] = {
    **{f"portal: {name}": visit for name, visit in _public().items()},
    **{f"application: {name}": visit for name, visit in _application().items()},
    **{f"account: {name}": visit for name, visit in _own_account().items()},
    **{f"desk: {name}": visit for name, visit in _desk().items()},
    **{f"desk of cases: {name}": visit for name, visit in _cases().items()},
}
