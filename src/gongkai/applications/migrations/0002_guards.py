"""What the operations promise holds also for whoever bypasses them."""

from django.db import migrations

INSTALL = """
CREATE FUNCTION applications_case_begins() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF NEW.state NOT IN ('confirming', 'formal_review') THEN
        RAISE EXCEPTION 'a case begins with its receipt, not at %', NEW.state
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$body$;

CREATE TRIGGER applications_case_begins BEFORE INSERT ON applications_case
    FOR EACH ROW EXECUTE FUNCTION applications_case_begins();

CREATE FUNCTION applications_case_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF (NEW.application_id, NEW.organ_id) IS DISTINCT FROM (OLD.application_id, OLD.organ_id) THEN
        RAISE EXCEPTION 'a case keeps its application and its organ'
            USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.received_on IS NOT NULL AND NEW.received_on IS DISTINCT FROM OLD.received_on THEN
        RAISE EXCEPTION 'the day of receipt is fixed once' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state IN ('closed', 'withdrawn', 'abandoned') AND NEW.state <> OLD.state THEN
        RAISE EXCEPTION 'a case that has ended moves no more' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.outcome_code <> '' AND NEW.outcome_code <> OLD.outcome_code
       OR OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at THEN
        RAISE EXCEPTION 'how and when a case ended does not change'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state IN ('replied', 'delivered', 'closed')
       AND OLD.state NOT IN ('replied', 'delivered', 'closed') THEN
        PERFORM applications_require_passed(NEW.id, NEW.outcome_code);
    END IF;
    RETURN NEW;
END
$body$;

CREATE FUNCTION applications_require_passed(wanted bigint, outcome text) RETURNS void
    LANGUAGE plpgsql AS $body$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM applications_reply reply
        JOIN review_proposal proposal ON proposal.id = reply.proposal_id
        WHERE reply.case_id = wanted AND proposal.state = 'passed'
            AND proposal.subject_kind = 'application_reply' AND proposal.subject_id = reply.id
            AND proposal.digest = reply.digest AND reply.letter_id IS NOT NULL
            AND reply.outcome_code = outcome
    ) THEN
        RAISE EXCEPTION 'no reply without review, approval and letter'
            USING ERRCODE = 'check_violation';
    END IF;
END
$body$;

CREATE TRIGGER applications_case_guard BEFORE UPDATE ON applications_case
    FOR EACH ROW EXECUTE FUNCTION applications_case_guard();

CREATE FUNCTION applications_case_follows_steps() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    wanted bigint;
    stands text;
    brought text;
BEGIN
    IF TG_TABLE_NAME = 'applications_case' THEN
        wanted := NEW.id;
    ELSE
        wanted := NEW.case_id;
    END IF;
    SELECT state INTO stands FROM applications_case WHERE id = wanted;
    SELECT to_state INTO brought FROM applications_case_step
        WHERE case_id = wanted ORDER BY id DESC LIMIT 1;
    IF stands IS DISTINCT FROM brought THEN
        RAISE EXCEPTION 'the case stands at % but its last step led to %', stands, brought
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$body$;

CREATE CONSTRAINT TRIGGER applications_case_follows_steps AFTER INSERT OR UPDATE
    ON applications_case DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION applications_case_follows_steps();
CREATE CONSTRAINT TRIGGER applications_step_leads_case AFTER INSERT
    ON applications_case_step DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION applications_case_follows_steps();

CREATE FUNCTION applications_step_joins() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    stood text;
BEGIN
    SELECT to_state INTO stood FROM applications_case_step
        WHERE case_id = NEW.case_id AND id < NEW.id ORDER BY id DESC LIMIT 1;
    IF coalesce(stood, '') IS DISTINCT FROM NEW.from_state THEN
        RAISE EXCEPTION 'a step begins where the one before it ended'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$body$;

CREATE TRIGGER applications_step_joins BEFORE INSERT ON applications_case_step
    FOR EACH ROW EXECUTE FUNCTION applications_step_joins();

CREATE FUNCTION applications_reply_frozen() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    -- Both: what is moved to another reply is taken from the first one.
    taken_from bigint := CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE OLD.reply_id END;
    put_to bigint := CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE NEW.reply_id END;
BEGIN
    IF EXISTS (SELECT 1 FROM applications_reply
               WHERE id IN (taken_from, put_to) AND proposal_id IS NOT NULL) THEN
        RAISE EXCEPTION 'a proposed reply does not change; take it back first'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$body$;

CREATE TRIGGER applications_reply_item_frozen BEFORE INSERT OR UPDATE OR DELETE
    ON applications_reply_item FOR EACH ROW EXECUTE FUNCTION applications_reply_frozen();
CREATE TRIGGER applications_reply_file_frozen BEFORE INSERT OR UPDATE OR DELETE
    ON applications_reply_file FOR EACH ROW EXECUTE FUNCTION applications_reply_frozen();

CREATE FUNCTION applications_reply_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF NEW.case_id <> OLD.case_id THEN
        RAISE EXCEPTION 'a reply keeps its case' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.letter_id IS NOT NULL AND
       (NEW.letter_id, NEW.proposal_id) IS DISTINCT FROM (OLD.letter_id, OLD.proposal_id) THEN
        RAISE EXCEPTION 'a reply that was sent does not change' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.proposal_id IS NOT DISTINCT FROM NEW.proposal_id AND OLD.proposal_id IS NOT NULL AND
       (NEW.digest, NEW.outcome_code, NEW.outcome_reason) IS DISTINCT FROM
       (OLD.digest, OLD.outcome_code, OLD.outcome_reason) THEN
        RAISE EXCEPTION 'a proposed reply does not change; take it back first'
            USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.record_id IS NOT NULL AND NEW.record_id IS DISTINCT FROM OLD.record_id THEN
        RAISE EXCEPTION 'a reply becomes one record' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$body$;

CREATE TRIGGER applications_reply_guard BEFORE UPDATE ON applications_reply
    FOR EACH ROW EXECUTE FUNCTION applications_reply_guard();

CREATE FUNCTION applications_identity_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF (NEW.application_id, NEW.kind) IS DISTINCT FROM (OLD.application_id, OLD.kind) THEN
        RAISE EXCEPTION 'of an identity only the seal is renewed'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$body$;

CREATE TRIGGER applications_identity_guard BEFORE UPDATE ON applications_identity
    FOR EACH ROW EXECUTE FUNCTION applications_identity_guard();

CREATE FUNCTION applications_correction_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF OLD.answered_at IS NOT NULL OR
       (NEW.case_id, NEW.points, NEW.asked_on, NEW.due_on, NEW.asked_by_id, NEW.letter_id)
       IS DISTINCT FROM
       (OLD.case_id, OLD.points, OLD.asked_on, OLD.due_on, OLD.asked_by_id, OLD.letter_id) THEN
        RAISE EXCEPTION 'what was asked and answered does not change'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$body$;

CREATE TRIGGER applications_correction_guard BEFORE UPDATE ON applications_correction
    FOR EACH ROW EXECUTE FUNCTION applications_correction_guard();

CREATE FUNCTION applications_extension_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF (NEW.case_id, NEW.working_days, NEW.reason, NEW.asked_at, NEW.asked_by_id)
       IS DISTINCT FROM
       (OLD.case_id, OLD.working_days, OLD.reason, OLD.asked_at, OLD.asked_by_id)
       OR OLD.decided_at IS NOT NULL AND
       (NEW.granted, NEW.opinion, NEW.decided_at, NEW.decided_by_id, NEW.signature_id)
       IS DISTINCT FROM
       (OLD.granted, OLD.opinion, OLD.decided_at, OLD.decided_by_id, OLD.signature_id)
       OR OLD.letter_id IS NOT NULL AND NEW.letter_id IS DISTINCT FROM OLD.letter_id THEN
        RAISE EXCEPTION 'what was asked and decided does not change'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$body$;

CREATE TRIGGER applications_extension_guard BEFORE UPDATE ON applications_extension
    FOR EACH ROW EXECUTE FUNCTION applications_extension_guard();

CREATE FUNCTION applications_code_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF OLD.ended_at IS NOT NULL OR
       (NEW.application_id, NEW.code_hash, NEW.issued_at, NEW.issued_by_id, NEW.how_identified)
       IS DISTINCT FROM
       (OLD.application_id, OLD.code_hash, OLD.issued_at, OLD.issued_by_id, OLD.how_identified)
       THEN
        RAISE EXCEPTION 'a query code is ended, and once' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$body$;

CREATE TRIGGER applications_code_guard BEFORE UPDATE ON applications_query_code
    FOR EACH ROW EXECUTE FUNCTION applications_code_guard();

CREATE FUNCTION applications_counter_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a counter of applications is never deleted'
            USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.organ_id, NEW.year) IS DISTINCT FROM (OLD.organ_id, OLD.year)
       OR NEW.last_serial <> OLD.last_serial + 1 THEN
        RAISE EXCEPTION 'a counter of applications only counts up, one by one'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$body$;

CREATE TRIGGER applications_counter_guard BEFORE UPDATE OR DELETE ON applications_number_counter
    FOR EACH ROW EXECUTE FUNCTION applications_counter_guard();

CREATE FUNCTION applications_row_is_kept() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION '% of % is refused', TG_OP, TG_TABLE_NAME;
END
$body$;

CREATE TRIGGER applications_query_code_kept BEFORE DELETE ON applications_query_code
    FOR EACH ROW EXECUTE FUNCTION applications_row_is_kept();
"""

KEPT = (
    "applications_application",
    "applications_identity",
    "applications_file",
    "applications_query_code",
    "applications_number_counter",
    "applications_case",
    "applications_case_step",
    "applications_correction",
    "applications_extension",
    "applications_delivery",
    "applications_opened",
    "applications_reply",
    "applications_reply_item",
    "applications_reply_file",
)

REMOVE = """
DROP FUNCTION applications_row_is_kept() CASCADE;
DROP TRIGGER applications_counter_guard ON applications_number_counter;
DROP FUNCTION applications_counter_guard();
DROP TRIGGER applications_code_guard ON applications_query_code;
DROP FUNCTION applications_code_guard();
DROP TRIGGER applications_extension_guard ON applications_extension;
DROP FUNCTION applications_extension_guard();
DROP TRIGGER applications_correction_guard ON applications_correction;
DROP FUNCTION applications_correction_guard();
DROP TRIGGER applications_identity_guard ON applications_identity;
DROP FUNCTION applications_identity_guard();
DROP TRIGGER applications_reply_guard ON applications_reply;
DROP FUNCTION applications_reply_guard();
DROP TRIGGER applications_reply_file_frozen ON applications_reply_file;
DROP TRIGGER applications_reply_item_frozen ON applications_reply_item;
DROP FUNCTION applications_reply_frozen();
DROP TRIGGER applications_step_joins ON applications_case_step;
DROP FUNCTION applications_step_joins();
DROP TRIGGER applications_step_leads_case ON applications_case_step;
DROP TRIGGER applications_case_follows_steps ON applications_case;
DROP FUNCTION applications_case_follows_steps();
DROP TRIGGER applications_case_begins ON applications_case;
DROP FUNCTION applications_case_begins();
DROP TRIGGER applications_case_guard ON applications_case;
DROP FUNCTION applications_require_passed(bigint, text);
DROP FUNCTION applications_case_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_initial"), ("review", "0002_binding")]

    operations = [
        migrations.RunSQL(INSTALL, REMOVE),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION applications_row_is_kept();",
                f"DROP TRIGGER {table}_no_truncate ON {table};",
            )
            for table in KEPT
        ),
    ]
