"""A review counts again only for the very same content and decisions, whoever asks the database."""

from importlib import import_module

from django.db import migrations

_BEFORE = import_module("gongkai.review.migrations.0002_binding")

INSTALL = """
CREATE OR REPLACE FUNCTION review_step_bound() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    proposal review_proposal%ROWTYPE;
    signature organs_signature%ROWTYPE;
    signed text;
BEGIN
    SELECT * INTO proposal FROM review_proposal WHERE id = NEW.proposal_id FOR NO KEY UPDATE;
    IF proposal.state IS DISTINCT FROM 'open' THEN
        RAISE EXCEPTION 'step refused: the proposal is not open' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.digest IS DISTINCT FROM proposal.digest THEN
        RAISE EXCEPTION 'step refused: it saw another content' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.repeats_id IS NULL THEN
        SELECT * INTO signature FROM organs_signature WHERE id = NEW.signature_id;
        signed := CASE WHEN NEW.basis_digest = '' THEN proposal.digest ELSE
            encode(sha256(convert_to(proposal.digest || ':' || NEW.basis_digest, 'UTF8')), 'hex')
        END;
        IF signature.digest IS DISTINCT FROM signed
            OR signature.person_id IS DISTINCT FROM NEW.decided_by_id THEN
            RAISE EXCEPTION 'step refused: the signature is another''s or under another content'
                USING ERRCODE = 'check_violation';
        END IF;
    ELSE
        PERFORM review_require_repeatable(NEW, proposal);
    END IF;
    IF NEW.decision = 'pass' THEN
        PERFORM review_step_in_order(proposal, NEW.kind);
    END IF;
    RETURN NEW;
END
$body$;

-- A signed review counts again for the same subject, content, decisions and rules, as long as it
-- is the last word of that review on the subject and the reviewer has not revoked it.
CREATE FUNCTION review_require_repeatable(again review_step, proposal review_proposal)
    RETURNS void LANGUAGE plpgsql AS $body$
DECLARE
    source review_step%ROWTYPE;
BEGIN
    SELECT s.* INTO source FROM review_step s JOIN review_proposal p ON p.id = s.proposal_id
    WHERE s.id = again.repeats_id AND s.repeats_id IS NULL AND s.decision = 'pass'
        AND s.kind = again.kind AND s.digest = again.digest
        AND s.basis_digest = again.basis_digest
        AND s.decided_by_id = again.decided_by_id AND s.for_organ_id = again.for_organ_id
        AND p.id <> proposal.id AND p.rules = proposal.rules
        AND p.organ_id = proposal.organ_id
        AND p.subject_kind = proposal.subject_kind AND p.subject_id = proposal.subject_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'step refused: it repeats no review of this very content'
            USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT 1 FROM review_step s JOIN review_proposal p ON p.id = s.proposal_id
        WHERE p.subject_kind = proposal.subject_kind AND p.subject_id = proposal.subject_id
            AND s.kind = again.kind AND s.id > source.id
            AND s.repeats_id IS DISTINCT FROM source.id
    ) THEN
        RAISE EXCEPTION 'step refused: the review said something later'
            USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT 1 FROM review_step_revocation r JOIN review_step s ON s.id = r.step_id
        WHERE s.id = source.id OR s.repeats_id = source.id
    ) THEN
        RAISE EXCEPTION 'step refused: the review was revoked' USING ERRCODE = 'check_violation';
    END IF;
END
$body$;

CREATE OR REPLACE FUNCTION review_passed_by(wanted review_proposal, step text) RETURNS bigint
    LANGUAGE sql STABLE AS $body$
    SELECT s.decided_by_id FROM review_step s
    WHERE s.proposal_id = wanted.id AND s.kind = step AND s.decision = 'pass'
        AND s.digest = wanted.digest
        AND NOT EXISTS (SELECT 1 FROM review_step_revocation r WHERE r.step_id = s.id)
$body$;

-- What was decided beside the content must be the same for every step that agreed.
CREATE FUNCTION review_one_basis() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF (SELECT count(DISTINCT basis_digest) FROM review_step
        WHERE proposal_id = NEW.id AND decision = 'pass') > 1 THEN
        RAISE EXCEPTION 'a proposal passes only on one basis' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$body$;
CREATE TRIGGER review_proposal_one_basis BEFORE UPDATE ON review_proposal
    FOR EACH ROW WHEN (NEW.state = 'passed' AND OLD.state = 'open')
    EXECUTE FUNCTION review_one_basis();

CREATE FUNCTION review_proposal_said() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'what was proposed does not change' USING ERRCODE = 'check_violation';
END
$body$;
CREATE TRIGGER review_proposal_said BEFORE UPDATE ON review_proposal
    FOR EACH ROW WHEN ((NEW.why_no_legal, NEW.rules) IS DISTINCT FROM (OLD.why_no_legal, OLD.rules))
    EXECUTE FUNCTION review_proposal_said();

-- A review is revoked where it was taken over, by whose it was, before its proposal has ended.
CREATE FUNCTION review_revocation_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM 1 FROM review_step s JOIN review_proposal p ON p.id = s.proposal_id
    WHERE s.id = NEW.step_id AND s.repeats_id IS NOT NULL
        AND s.decided_by_id = NEW.revoked_by_id AND p.state IN ('open', 'passed');
    IF NOT FOUND THEN
        RAISE EXCEPTION 'this review cannot be revoked' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$body$;
CREATE TRIGGER review_revocation_guard BEFORE INSERT ON review_step_revocation
    FOR EACH ROW EXECUTE FUNCTION review_revocation_guard();

ALTER TABLE review_proposed_content ADD CONSTRAINT what_is_kept_is_what_was_proposed
    CHECK (digest = encode(sha256(convert_to(text, 'UTF8')), 'hex'));
"""

REMOVE = f"""
ALTER TABLE review_proposed_content DROP CONSTRAINT what_is_kept_is_what_was_proposed;
DROP TRIGGER review_revocation_guard ON review_step_revocation;
DROP FUNCTION review_revocation_guard();
DROP TRIGGER review_proposal_said ON review_proposal;
DROP FUNCTION review_proposal_said();
DROP TRIGGER review_proposal_one_basis ON review_proposal;
DROP FUNCTION review_one_basis();
DROP FUNCTION review_require_repeatable(review_step, review_proposal);
{_BEFORE.REMOVE}
{_BEFORE.INSTALL}
"""


class Migration(migrations.Migration):
    dependencies = [("review", "0003_repeated_reviews")]

    operations = [migrations.RunSQL(INSTALL, REMOVE)]
