"""Routes that are no page to visit, and why; pages that a journey looks at on its way."""

NOT_PAGES: dict[str, str] = {
    **{
        f"desk:{name}": "seen in test_catalogue_bulk, with the records that it needs"
        for name in (
            *("bulk_runs", "bulk_run", "send_sheet"),
            *("new_view", "change_view", "merge_organ"),
        )
    },
    **{f"desk:{name}": "a file" for name in ("records_xlsx", "records_csv", "bulk_file")},
    **{
        f"desk:{name}": "only sent to; leads on"
        for name in (
            *("plan_bulk", "confirm_bulk", "sign_bulk", "drop_bulk", "undo_bulk", "compare_sheet"),
            "delete_view",
        )
    },
    "desk:choose_rule": "only sent to; leads on",
    **{
        f"desk:{name}": "seen in test_catalogue_categories, with the records that it needs"
        for name in (
            *("research", "ask_question", "questions", "question", "exempt", "planned"),
            *("review_exemption", "register_part", "embargo", "cancel_embargo"),
            *("announce_embargo", "clock_due", "clock_late"),
        )
    },
    **{f"desk:{name}": "a file" for name in ("clock_due_file", "clock_late_file")},
    **{
        f"desk:{name}": "seen in test_catalogue_review"
        for name in (
            *("take_back", "revoke_review", "refer", "referrals", "referral"),
            *("accountability", "answered_for", "signed_by"),
        )
    },
    "desk:take_back_question": "one button under the question, as in cancel_embargo",
    "desk:accountability_csv": "a file",
    "desk:signed_by_csv": "a file",
    **dict.fromkeys(
        (
            *("desk:publications", "desk:enter_disclosure", "desk:missing_disclosures"),
            *("desk:reading_places", "desk:deliveries", "desk:delivery", "desk:registers"),
            *("desk:rules_column", "desk:cleanup_round", "portal:reading_places"),
            *("portal:licensing", "portal:cleanup", "portal:rules_column"),
        ),
        "seen in test_catalogue_places",
    ),
    "desk:delivery_package": "a file",
    "desk:delivery_receipt_file": "a file",
    "desk:disclosure_evidence": "a file",
    "desk:retract_disclosure": "seen in the journey of disclosures",
    "desk:combing_export": "a file",
    "desk:combing_template": "a file",
    "desk:combing_wrong": "a file",
    **{
        f"desk:combing{name}": "seen in test_catalogue_combing, with the table that it needs"
        for name in (
            *("", "_new", "_campaign", "_alter", "_open", "_close"),
            *("_organ", "_items", "_register", "_public", "_table"),
        )
    },
    **{
        f"desk:{name}": "seen in test_catalogue_lists, with what it needs"
        for name in (
            *("matrix", "matrix_organ", "change_rhythm", "inapplicable", "inapplicable_items"),
            *("decide_inapplicable", "end_inapplicable", "gap_reports", "gap_report"),
            "answer_gap",
        )
    },
    "desk:matrix_xlsx": "a file",
    "desk:matrix_csv": "a file",
    "portal:gap_sent": "seen in test_catalogue_lists",
    "portal:gap_report": "seen in test_catalogue_lists",
    "portal:leave_gap": "only sent to; leads on",
    **{
        f"desk:{name}": "seen in test_catalogue_guides, or asked for in test_editions"
        for name in (
            *("editions", "editions_below", "compile_edition", "edition", "edition_sections"),
            *("refresh_edition", "open_consultation", "close_consultation", "opinions"),
            *("decide_opinion", "answer_opinions", "send_edition", "decide_edition"),
            *("publish_edition", "abandon_edition", "edition_entries", "hide_edition"),
            *("confirm_edition_hiding", "restore_edition"),
        )
    },
    **{
        f"portal:{name}": "seen in test_catalogue_guides, or asked for in test_guides"
        for name in (
            *("guide", "editions", "edition", "edition_changes"),
            *("consultations", "consultation", "opinion", "opinion_taken"),
        )
    },
    **{
        f"portal:{name}": "a file"
        for name in (
            *("edition_pdf", "edition_docx", "edition_xlsx", "edition_csv", "edition_json"),
            *("catalogue_json", "catalogue_pdf"),
        )
    },
    **{
        f"desk:{name}": "seen in test_catalogue_lists, with what it needs"
        for name in (
            *("matrix", "matrix_organ", "change_rhythm", "inapplicable", "inapplicable_items"),
            *("decide_inapplicable", "end_inapplicable", "gap_reports", "gap_report"),
            "answer_gap",
        )
    },
    "portal:suggestions": "a piece of a page, in the search box",
    "portal:apply_offers": "a piece of a page, in the form",
    "portal:apply_remove_file": "only sent to; leads on",
    "portal:track_leave": "only sent to; leads on",
    "portal:track_letter": "a file",
    "portal:track_file": "a file",
    "portal:track_own_file": "a file",
    "portal:catalogue_csv": "a file",
    "portal:catalogue_xlsx": "a file",
    "portal:record_text": "a file",
    "portal:version_text": "a file",
    "desk:attachment_file": "a file",
    "desk:finding_picture": "a file",
    "desk:layer_picture": "a file",
    "desk:layer_result": "a file",
    "desk:paper_picture": "a file",
    "portal:record_file_n": "a file",
    "desk:attachment": "only sent to; leads on",
    "desk:begin_layer": "only sent to; leads on",
    "desk:begin_redaction": "only sent to; leads on",
    "desk:clean_copy": "only sent to; leads on",
    "desk:propose_layer": "only sent to; leads on",
    "desk:release_again": "only sent to; leads on",
    "desk:remove_boxes": "only sent to; leads on",
    "desk:take_layer_back": "only sent to; leads on",
    "desk:try_material_again": "only sent to; leads on",
    "desk:use_layer": "only sent to; leads on",
    "desk:attachments": "seen in test_release, with the files that it needs",
    "desk:finding": "seen in test_gate_browser, with the files that it needs",
    "desk:findings": "seen in test_gate_browser, with the files that it needs",
    "desk:layer_page": "seen in test_redaction_browser, with the files that it needs",
    "desk:layer_review": "seen in test_redaction_browser, with the files that it needs",
    "desk:layer_text": "seen in test_redaction_browser, with the files that it needs",
    "desk:material": "seen in test_redaction_browser, with the files that it needs",
    "desk:recheck": "seen in test_gate_browser, with the files that it needs",
    "desk:release_queue": "seen in test_gate_browser, with the files that it needs",
    "portal:record_file_left": "seen in test_release, with the files that it needs",
    "portal:track_file_left": "seen in test_release, with the files that it needs",
    "portal:by_index_number": "leads on",
    "text_size": "leads back",
    "mfa_download_recovery_codes": "a file",
    "desk:enter_notice": "only sent to; leads on",
    "desk:correction_letter": "a file",
    "desk:reply_letter": "a file",
    "desk:letter": "a file",
    "desk:sent_file": "a file",
    "desk:reply_file": "a file",
    "desk:remove_reply_file": "only sent to; leads on",
    "desk:uploads": "for the script that sends files ahead",
    "desk:upload": "for the script that sends files ahead",
    "healthz": "for machines",
    "readyz": "for machines",
    "harvest:newest": "a feed",
    "harvest:changes": "a feed",
    "harvest:roots": "for machines",
    "harvest:ledger_day": "a file",
    "harvest:ledger_proof": "a file",
    "harvest:organ": "a feed",
    "harvest:robots": "for machines",
    "harvest:sitemap": "for machines",
    "harvest:sitemap_pages": "for machines",
    "harvest:sitemap_part": "for machines",
}
