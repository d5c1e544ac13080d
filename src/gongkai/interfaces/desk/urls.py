"""Addresses of the desk."""

from django.urls import URLPattern, URLResolver, path, register_converter

from gongkai.interfaces.desk.bulk_urls import BULK
from gongkai.interfaces.desk.category_urls import CATEGORIES
from gongkai.interfaces.desk.combing_urls import COMBING
from gongkai.interfaces.desk.delivery_urls import DELIVERIES
from gongkai.interfaces.desk.edition_urls import EDITIONS
from gongkai.interfaces.desk.elements_urls import ELEMENTS
from gongkai.interfaces.desk.gate_urls import GATE
from gongkai.interfaces.desk.list_urls import LISTS
from gongkai.interfaces.desk.register_urls import REGISTERS
from gongkai.interfaces.desk.review_urls import REVIEW
from gongkai.interfaces.desk.version_urls import VERSIONS
from gongkai.interfaces.desk.views import (
    admin_calendar,
    admin_organs,
    admin_people,
    admin_system,
    attachments,
    case,
    case_corrections,
    case_counter,
    case_reply,
    case_review,
    case_steps,
    case_time,
    cases,
    competent,
    disclosures,
    letters,
    notices,
    organ,
    queue,
    record,
    record_form,
    records,
    redaction,
    redaction_pages,
    redaction_review,
    review,
    stand_ins,
    standing,
    steps,
    uploads,
)
from gongkai.organs.models.organ import OfficeKind

app_name = "desk"


class OfficeKindConverter:
    """One of the two offices of an organ."""

    regex = "|".join(OfficeKind.values)

    def to_python(self, value: str) -> str:
        """Return the kind."""
        return value

    def to_url(self, value: str) -> str:
        """Return the kind as it stands in the address."""
        return value


register_converter(OfficeKindConverter, "office_kind")

RECORD: list[URLPattern | URLResolver] = [
    path("records/", records.records, name="records"),
    path("records/new/", record_form.register, name="register"),
    path("records/<int:record_id>/", record.record, name="record"),
    path("records/<int:record_id>/edit/", record_form.edit, name="edit"),
    path("records/<int:record_id>/attachments/", attachments.attachments, name="attachments"),
    path(
        "records/<int:record_id>/attachments/<int:attachment_id>/",
        attachments.change,
        name="attachment",
    ),
    path(
        "records/<int:record_id>/attachments/<int:attachment_id>/file/",
        attachments.download,
        name="attachment_file",
    ),
    path("records/<int:record_id>/changes/", record.changes, name="changes"),
    path("records/<int:record_id>/trail/", record.trail, name="trail"),
    path("records/<int:record_id>/versions/<int:number>/", record.version, name="version"),
    path("records/<int:record_id>/propose/", steps.propose, name="propose"),
    path("records/<int:record_id>/secrecy-review/", review.secrecy_review, name="secrecy_review"),
    path("records/<int:record_id>/legal-review/", review.legal_review, name="legal_review"),
    path("records/<int:record_id>/approval/", review.approval, name="approval"),
    path("records/<int:record_id>/release/", steps.release, name="release"),
    path("records/<int:record_id>/new-version/", steps.new_version, name="new_version"),
    path("records/<int:record_id>/abandon/", steps.abandon, name="abandon"),
    path("records/<int:record_id>/withdraw/", standing.withdraw, name="withdraw"),
    path(
        "records/<int:record_id>/confirm-withdrawal/", standing.confirm, name="confirm_withdrawal"
    ),
    path("records/<int:record_id>/restore/", standing.restore, name="restore"),
    path("records/<int:record_id>/validity/", standing.validity, name="validity"),
    path("records/<int:record_id>/publications/", disclosures.disclosures, name="publications"),
    path(
        "records/<int:record_id>/publications/<slug:form_code>/",
        disclosures.enter,
        name="enter_disclosure",
    ),
    path(
        "records/<int:record_id>/publications/<int:event_id>/take-back/",
        disclosures.retract,
        name="retract_disclosure",
    ),
    path(
        "records/<int:record_id>/publications/<int:event_id>/evidence/",
        disclosures.evidence,
        name="disclosure_evidence",
    ),
    path("disclosures-to-enter/", disclosures.missing, name="missing_disclosures"),
]

CASES: list[URLPattern | URLResolver] = [
    path("cases/", cases.cases, name="cases"),
    path("cases/<int:case_id>/", case.case, name="case"),
    path("cases/<int:case_id>/files/<int:file_id>/", case.sent_file, name="sent_file"),
    path("cases/<int:case_id>/confirm-receipt/", case_steps.confirm, name="confirm_receipt"),
    path("cases/<int:case_id>/ask-correction/", case_corrections.ask, name="ask_correction"),
    path(
        "cases/<int:case_id>/ask-correction/letter/",
        case_corrections.preview,
        name="correction_letter",
    ),
    path("cases/<int:case_id>/correction/", case_corrections.enter, name="enter_correction"),
    path("cases/<int:case_id>/lapse/", case_steps.lapse, name="lapse"),
    path("cases/<int:case_id>/accept/", case_steps.accept, name="accept"),
    path("cases/<int:case_id>/assign/", case_steps.assign, name="assign"),
    path("cases/<int:case_id>/reply/", case_reply.reply, name="reply"),
    path("cases/<int:case_id>/reply/letter/", case_reply.letter, name="reply_letter"),
    path("cases/<int:case_id>/reply/files/", case_reply.files, name="reply_files"),
    path("cases/<int:case_id>/reply/files/<int:file_id>/", case.reply_file, name="reply_file"),
    path(
        "cases/<int:case_id>/reply/files/<int:file_id>/remove/",
        case_reply.remove_file,
        name="remove_reply_file",
    ),
    path("cases/<int:case_id>/propose/", case_steps.propose, name="propose_reply"),
    path("cases/<int:case_id>/secrecy-review/", case_review.review, name="review_reply"),
    path("cases/<int:case_id>/approval/", case_review.approve, name="approve_reply"),
    path("cases/<int:case_id>/issue/", case_steps.issue, name="issue_reply"),
    path("cases/<int:case_id>/delivery/", case_steps.deliver, name="deliver"),
    path("cases/<int:case_id>/close/", case_steps.close, name="close_case"),
    path("cases/<int:case_id>/more-time/", case_time.ask, name="ask_extension"),
    path("cases/<int:case_id>/more-time/decide/", case_time.decide, name="decide_extension"),
    path("cases/<int:case_id>/identity/", case_counter.identity, name="show_identity"),
    path("cases/<int:case_id>/query-code/", case_counter.code, name="reissue_code"),
    path("cases/<int:case_id>/for-all/", case_counter.for_all, name="propose_public"),
    path("letters/", letters.letters, name="letters"),
    path("letters/<int:letter_id>/", letters.letter, name="letter"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<int:notice_id>/send-again/", notices.again, name="send_notice_again"),
    path("notices/<int:notice_id>/told-otherwise/", notices.settle, name="settle_notice"),
]

ORGAN: list[URLPattern | URLResolver] = [
    path("organ/", organ.organ_settings, name="organ_settings"),
    path("organ/<int:organ_id>/introduction/", organ.introduction, name="introduction"),
    path("organ/<int:organ_id>/<office_kind:kind>-office/", organ.office, name="office"),
    path("organ/<int:organ_id>/letter-mark/", letters.mark, name="letter_mark"),
    path("stand-ins/", stand_ins.stand_ins, name="stand_ins"),
    path("stand-ins/new/", stand_ins.order, name="order_stand_in"),
    path("stand-ins/<int:organ_id>/<int:stand_in_id>/end/", stand_ins.end, name="end_stand_in"),
]

GUIDANCE: list[URLPattern | URLResolver] = [
    path("organs-below/", competent.organs_below, name="organs_below"),
    path("shared-steps/", competent.shared_steps, name="shared_steps"),
    path("shared-steps/new/", competent.allow_sharing, name="allow_sharing"),
    path("shared-steps/<int:leave_id>/end/", competent.end_sharing, name="end_sharing"),
    path("handovers/", competent.handovers, name="handovers"),
    path("handovers/new/", competent.hand_over, name="hand_over"),
    path("handovers/<int:handover_id>/end/", competent.give_back, name="give_back"),
]

ADMINISTRATION: list[URLPattern | URLResolver] = [
    path("admin/organs/", admin_organs.organs, name="organs"),
    path("admin/organs/new/", admin_organs.new_organ, name="new_organ"),
    path("admin/organs/<int:organ_id>/", admin_organs.organ, name="organ"),
    path("admin/regions/new/", admin_organs.new_region, name="new_region"),
    path("admin/people/", admin_people.people, name="people"),
    path("admin/people/new/", admin_people.new_person, name="new_person"),
    path("admin/people/<int:person_id>/", admin_people.person, name="person"),
    path("admin/people/<int:person_id>/password/", admin_people.new_password, name="new_password"),
    path("admin/people/<int:person_id>/close/", admin_people.close, name="close_account"),
    path("admin/people/<int:person_id>/roles/new/", admin_people.grant, name="grant"),
    path(
        "admin/people/<int:person_id>/roles/<int:assignment_id>/end/",
        admin_people.end,
        name="end_role",
    ),
    path("admin/calendar/", admin_calendar.calendar, name="calendar"),
    path("admin/calendar/import/", admin_calendar.import_notice, name="import_notice"),
    path("admin/calendar/enter/", admin_calendar.enter_notice, name="enter_notice"),
    path("admin/calendar/days/new/", admin_calendar.add_day, name="add_day"),
    path("admin/calendar/<int:edition_id>/", admin_calendar.edition, name="calendar_edition"),
    path("admin/system/", admin_system.system, name="system"),
]

REDACTION: list[URLPattern | URLResolver] = [
    path(
        "redaction/begin/<slug:subject_kind>/<int:subject_id>/<slug:digest>/",
        redaction.begin,
        name="begin_redaction",
    ),
    path(
        "redaction/clean/<slug:subject_kind>/<int:subject_id>/<slug:digest>/",
        redaction.clean,
        name="clean_copy",
    ),
    path("redaction/<int:material_id>/", redaction.material, name="material"),
    path("redaction/<int:material_id>/try-again/", redaction.try_again, name="try_material_again"),
    path(
        "redaction/<int:material_id>/layers/<slug:door>/begin/",
        redaction.begin_layer_of,
        name="begin_layer",
    ),
    path(
        "redaction/<int:material_id>/pages/<int:number>.png",
        redaction_pages.paper_picture,
        name="paper_picture",
    ),
    path(
        "redaction/layers/<int:layer_id>/pages/<int:number>/",
        redaction_pages.layer_page,
        name="layer_page",
    ),
    path(
        "redaction/layers/<int:layer_id>/pages/<int:number>/remove/",
        redaction_pages.remove,
        name="remove_boxes",
    ),
    path(
        "redaction/layers/<int:layer_id>/pages/<int:number>.png",
        redaction_pages.result_picture,
        name="layer_picture",
    ),
    path("redaction/layers/<int:layer_id>/propose/", redaction.propose, name="propose_layer"),
    path("redaction/layers/<int:layer_id>/take-back/", redaction.take_back, name="take_layer_back"),
    path("redaction/layers/<int:layer_id>/use/", redaction.use, name="use_layer"),
    path("redaction/layers/<int:layer_id>/review/", redaction_review.review, name="layer_review"),
    path("redaction/layers/<int:layer_id>/file/", redaction.result, name="layer_result"),
    path("redaction/layers/<int:layer_id>/text/", redaction.remaining, name="layer_text"),
]

UPLOADS: list[URLPattern | URLResolver] = [
    path("uploads/", uploads.uploads, name="uploads"),
    path("uploads/<uuid:key>/", uploads.upload, name="upload"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", queue.home, name="home"),
    *BULK,
    *CATEGORIES,
    *RECORD,
    *CASES,
    *ORGAN,
    *ELEMENTS,
    *GUIDANCE,
    *ADMINISTRATION,
    *VERSIONS,
    *COMBING,
    *GATE,
    *LISTS,
    *REDACTION,
    *REVIEW,
    *UPLOADS,
    *DELIVERIES,
    *REGISTERS,
    *EDITIONS,
]
