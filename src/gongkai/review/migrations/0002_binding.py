"""What a step decides is bound to what was seen, also for whoever bypasses the operations."""

from django.db import migrations

INSTALL = """
CREATE FUNCTION review_step_bound() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    proposal review_proposal%ROWTYPE;
    signature organs_signature%ROWTYPE;
BEGIN
    SELECT * INTO proposal FROM review_proposal WHERE id = NEW.proposal_id FOR NO KEY UPDATE;
    SELECT * INTO signature FROM organs_signature WHERE id = NEW.signature_id;
    IF proposal.state IS DISTINCT FROM 'open' THEN
        RAISE EXCEPTION 'step refused: the proposal is not open' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.digest IS DISTINCT FROM proposal.digest THEN
        RAISE EXCEPTION 'step refused: it saw another content' USING ERRCODE = 'check_violation';
    END IF;
    IF signature.digest IS DISTINCT FROM proposal.digest
        OR signature.person_id IS DISTINCT FROM NEW.decided_by_id THEN
        RAISE EXCEPTION 'step refused: the signature is another''s or under another content'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.decision = 'pass' THEN
        PERFORM review_step_in_order(proposal, NEW.kind);
    END IF;
    RETURN NEW;
END
$body$;

CREATE FUNCTION review_passed_by(wanted review_proposal, step text) RETURNS bigint
    LANGUAGE sql STABLE AS $body$
    SELECT decided_by_id FROM review_step
    WHERE proposal_id = wanted.id AND kind = step AND decision = 'pass' AND digest = wanted.digest
$body$;

CREATE FUNCTION review_step_in_order(proposal review_proposal, step text) RETURNS void
    LANGUAGE plpgsql AS $body$
BEGIN
    IF step = 'secrecy' THEN
        IF EXISTS (SELECT 1 FROM review_referral
                   WHERE proposal_id = proposal.id AND answered_at IS NULL) THEN
            RAISE EXCEPTION 'step refused: a referral waits for its answer'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN;
    END IF;
    IF step = 'legal' AND NOT proposal.needs_legal THEN
        RAISE EXCEPTION 'step refused: no legal review is needed'
            USING ERRCODE = 'check_violation';
    END IF;
    IF review_passed_by(proposal, 'secrecy') IS NULL
        OR (step = 'approval' AND proposal.needs_legal
            AND review_passed_by(proposal, 'legal') IS NULL) THEN
        RAISE EXCEPTION 'step refused: a step before it has not passed'
            USING ERRCODE = 'check_violation';
    END IF;
END
$body$;

CREATE TRIGGER review_step_bound BEFORE INSERT ON review_step
    FOR EACH ROW EXECUTE FUNCTION review_step_bound();

CREATE FUNCTION review_proposal_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a proposal is kept for ever' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'open' OR NEW.shared_steps_id IS NOT NULL THEN
            RAISE EXCEPTION 'a proposal begins open' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.subject_kind, NEW.subject_id, NEW.organ_id, NEW.label, NEW.digest, NEW.needs_legal,
        NEW.proposed_by_id, NEW.proposed_at, NEW.note)
        IS DISTINCT FROM
       (OLD.subject_kind, OLD.subject_id, OLD.organ_id, OLD.label, OLD.digest, OLD.needs_legal,
        OLD.proposed_by_id, OLD.proposed_at, OLD.note) THEN
        RAISE EXCEPTION 'what was proposed does not change' USING ERRCODE = 'check_violation';
    END IF;
    -- A passed proposal may still become void: the content changed before it was released.
    IF OLD.state <> 'open' AND NOT (OLD.state = 'passed' AND NEW.state IN ('passed', 'void')) THEN
        RAISE EXCEPTION 'an ended proposal does not change' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'passed' AND OLD.state = 'open' THEN
        PERFORM review_require_enough_people(NEW);
    END IF;
    RETURN NEW;
END
$body$;

CREATE FUNCTION review_require_enough_people(proposal review_proposal) RETURNS void
    LANGUAGE plpgsql AS $body$
DECLARE
    secrecy bigint := review_passed_by(proposal, 'secrecy');
    legal bigint := review_passed_by(proposal, 'legal');
    approval bigint := review_passed_by(proposal, 'approval');
BEGIN
    IF secrecy IS NULL OR approval IS NULL OR (proposal.needs_legal AND legal IS NULL) THEN
        RAISE EXCEPTION 'a proposal passes only with all its steps'
            USING ERRCODE = 'check_violation';
    END IF;
    IF proposal.proposed_by_id IN (secrecy, legal) THEN
        RAISE EXCEPTION 'nobody reviews what they proposed' USING ERRCODE = 'check_violation';
    END IF;
    -- Between three different people nothing is shared and no leave is needed.
    IF approval NOT IN (secrecy, proposal.proposed_by_id) THEN
        RETURN;
    END IF;
    -- A day more on both sides: the leave counts local days, the moment is in UTC.
    IF NOT EXISTS (
        SELECT 1 FROM review_shared_steps leave
        WHERE leave.id = proposal.shared_steps_id AND leave.organ_id = proposal.organ_id
            AND (proposal.ended_at AT TIME ZONE 'UTC')::date
                BETWEEN leave.from_on - 1 AND leave.until_on + 1
    ) THEN
        RAISE EXCEPTION 'a proposal passes by three people, or by two with leave'
            USING ERRCODE = 'check_violation';
    END IF;
END
$body$;

CREATE TRIGGER review_proposal_guard BEFORE INSERT OR UPDATE OR DELETE ON review_proposal
    FOR EACH ROW EXECUTE FUNCTION review_proposal_guard();
"""

REMOVE = """
DROP TRIGGER review_proposal_guard ON review_proposal;
DROP FUNCTION review_proposal_guard();
DROP FUNCTION review_require_enough_people(review_proposal);
DROP TRIGGER review_step_bound ON review_step;
DROP FUNCTION review_step_bound();
DROP FUNCTION review_step_in_order(review_proposal, text);
DROP FUNCTION review_passed_by(review_proposal, text);
"""


class Migration(migrations.Migration):
    dependencies = [("review", "0001_initial")]

    operations = [migrations.RunSQL(INSTALL, REMOVE)]
