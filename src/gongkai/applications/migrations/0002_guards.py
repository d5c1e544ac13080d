"""What the operations promise holds also for whoever bypasses them."""

from django.db import migrations

INSTALL = """
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
    IF NEW.state = 'replied' AND OLD.state <> 'replied' THEN
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
    stands text;
    brought text;
BEGIN
    SELECT state INTO stands FROM applications_case WHERE id = NEW.id;
    SELECT to_state INTO brought FROM applications_case_step
        WHERE case_id = NEW.id ORDER BY id DESC LIMIT 1;
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
    touched bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.reply_id ELSE NEW.reply_id END;
BEGIN
    IF EXISTS (SELECT 1 FROM applications_reply
               WHERE id = touched AND proposal_id IS NOT NULL) THEN
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
    IF OLD.letter_id IS NOT NULL AND
       (NEW.letter_id, NEW.proposal_id, NEW.digest, NEW.outcome_code, NEW.outcome_reason)
       IS DISTINCT FROM
       (OLD.letter_id, OLD.proposal_id, OLD.digest, OLD.outcome_code, OLD.outcome_reason) THEN
        RAISE EXCEPTION 'a reply that was sent does not change' USING ERRCODE = 'check_violation';
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
       (OLD.granted, OLD.opinion, OLD.decided_at, OLD.decided_by_id, OLD.signature_id) THEN
        RAISE EXCEPTION 'what was asked and decided does not change'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$body$;

CREATE TRIGGER applications_extension_guard BEFORE UPDATE ON applications_extension
    FOR EACH ROW EXECUTE FUNCTION applications_extension_guard();
"""

REMOVE = """
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
DROP TRIGGER applications_case_follows_steps ON applications_case;
DROP FUNCTION applications_case_follows_steps();
DROP TRIGGER applications_case_guard ON applications_case;
DROP FUNCTION applications_require_passed(bigint, text);
DROP FUNCTION applications_case_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_initial"), ("review", "0002_binding")]

    operations = [migrations.RunSQL(INSTALL, REMOVE)]
