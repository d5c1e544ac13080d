"""Addresses of the portal."""

from django.urls import URLPattern, URLResolver, path

# Registers the kinds `id` and `version` that the addresses below use.
from gongkai.interfaces.portal import converters as converters
from gongkai.interfaces.portal.applying.steps import Step
from gongkai.interfaces.portal.guide_urls import GUIDES
from gongkai.interfaces.portal.list_urls import LISTS
from gongkai.interfaces.portal.views import (
    apply,
    apply_questions,
    apply_sending,
    catalogue,
    changes,
    copies,
    deadline,
    exports,
    help_pages,
    home,
    ledger,
    organs,
    reading_places,
    records,
    registers,
    search,
    track,
    versions,
    withdrawn,
)

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("search/suggestions/", search.suggestions, name="suggestions"),
    path("organs/", organs.organs, name="organs"),
    path("organs/<id:organ_id>/", organs.organ, name="organ"),
    path("catalogue/", catalogue.catalogue_page, name="catalogue"),
    path("catalogue/catalogue.csv", exports.as_csv, name="catalogue_csv"),
    path("catalogue/catalogue.xlsx", exports.as_xlsx, name="catalogue_xlsx"),
    path("catalogue/catalogue.json", exports.as_json, name="catalogue_json"),
    path("catalogue/catalogue.pdf", exports.as_pdf, name="catalogue_pdf"),
    path("records/<id:record_id>/", records.record, name="record"),
    path("records/<id:record_id>/print/", records.printed, name="record_print"),
    path("records/<id:record_id>/text/", records.text_file, name="record_text"),
    path(
        "records/<id:record_id>/files/<id:attachment_id>/",
        records.attachment,
        name="record_file_n",
    ),
    path(
        "records/<id:record_id>/files/<id:attachment_id>/text/",
        records.remaining,
        name="record_file_left",
    ),
    path("records/<id:record_id>/versions/", versions.versions, name="versions"),
    path("records/<id:record_id>/versions/<version:number>/", versions.version, name="version"),
    path(
        "records/<id:record_id>/versions/<version:number>/text/",
        versions.text_file,
        name="version_text",
    ),
    path("records/<id:record_id>/compare/", versions.compare_versions, name="compare"),
    path("i/<path:index_number>", records.by_number, name="by_index_number"),
    path("changes/", changes.changes, name="changes"),
    path("changes/withdrawn/", withdrawn.withdrawn, name="withdrawn"),
    path("changes/feed/", ledger.feed, name="feed"),
    path("changes/days/", ledger.days, name="ledger_days"),
    path("check-a-copy/", copies.check, name="check_copy"),
    path("apply/", apply.start, name="apply"),
    path("apply/form/", apply.blank_form, name="apply_blank_form"),
    path("apply/<id:organ_id>/", apply.begin, name="apply_begin"),
    *(
        path(
            f"apply/<id:organ_id>/{step}/",
            apply_questions.question,
            {"step": step},
            name=f"apply_{step}",
        )
        for step in (Step.KIND, Step.WHO, Step.CONTACT, Step.WHAT, Step.HOW)
    ),
    path("apply/<id:organ_id>/what/offers/", apply_questions.offers_inline, name="apply_offers"),
    path("apply/<id:organ_id>/public/", apply_questions.public_records, name="apply_public"),
    path("apply/<id:organ_id>/proofs/", apply_sending.proofs, name="apply_proofs"),
    path(
        "apply/<id:organ_id>/proofs/<id:file_id>/remove/",
        apply_sending.remove_file,
        name="apply_remove_file",
    ),
    path("apply/<id:organ_id>/check/", apply_sending.check, name="apply_check"),
    path("apply/<id:organ_id>/receipt/", apply_sending.receipt, name="apply_receipt"),
    path("track/", track.track, name="track"),
    path("track/case/", track.case_page, name="track_case"),
    path("track/case/correct/", track.correct, name="track_correct"),
    path("track/case/withdraw/", track.withdraw, name="track_withdraw"),
    path("track/case/letters/<id:letter_id>/", track.letter, name="track_letter"),
    path("track/case/files/<id:file_id>/", track.given_file, name="track_file"),
    path("track/case/files/<id:file_id>/text/", track.given_text, name="track_file_left"),
    path("track/case/sent/<id:file_id>/", track.own_file, name="track_own_file"),
    path("track/leave/", track.leave, name="track_leave"),
    path("how-to-obtain/", help_pages.how_to_obtain, name="how_to_obtain"),
    path("registers/", registers.registers, name="registers"),
    path("organs/<id:organ_id>/licensing/", registers.licensing, name="licensing"),
    path("organs/<id:organ_id>/clean-up/", registers.cleanup, name="cleanup"),
    path("rules/", registers.rules, name="rules_column"),
    path("reading-places/", reading_places.places, name="reading_places"),
    path("complain/", help_pages.complain, name="complain"),
    path("subscribe/", help_pages.subscribe, name="subscribe"),
    path("deadline/", deadline.deadline, name="deadline"),
    path("accessibility/", help_pages.accessibility, name="accessibility"),
    *LISTS,
    *GUIDES,
]
