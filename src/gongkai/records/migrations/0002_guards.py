"""The database refuses what the operations would never do, whoever asks it."""

from django.db import migrations

INSTALL = """
-- May this version stand before the public, or be held back? Either its proposal passed, every
-- step of it signed over this very digest, or an import brought evidence of earlier publication.
CREATE FUNCTION records_version_is_cleared(version records_record_version) RETURNS boolean
    LANGUAGE sql STABLE AS $body$
    SELECT EXISTS (
        SELECT 1 FROM records_import_row r
        WHERE r.id = version.import_row_id AND r.evidence_on IS NOT NULL
    ) OR EXISTS (
        SELECT 1 FROM review_proposal p
        WHERE p.id = version.proposal_id
          AND p.state = 'passed'
          AND p.digest = version.digest
          AND p.subject_kind = 'record_version' AND p.subject_id = version.id
          AND (p.needs_legal OR NOT version.is_normative)
          AND EXISTS (SELECT 1 FROM review_step s WHERE s.proposal_id = p.id
              AND s.kind = 'secrecy' AND s.decision = 'pass' AND s.digest = version.digest)
          AND EXISTS (SELECT 1 FROM review_step s WHERE s.proposal_id = p.id
              AND s.kind = 'approval' AND s.decision = 'pass' AND s.digest = version.digest)
          AND (NOT p.needs_legal OR EXISTS (SELECT 1 FROM review_step s WHERE s.proposal_id = p.id
              AND s.kind = 'legal' AND s.decision = 'pass' AND s.digest = version.digest))
    )
$body$;

CREATE FUNCTION records_record_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    version records_record_version%ROWTYPE;
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.index_number IS NOT NULL OR OLD.standing <> 'unreleased' THEN
            RAISE EXCEPTION 'record % was released: it is withdrawn, never deleted', OLD.id;
        END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF OLD.index_number IS NOT NULL AND (NEW.index_number, NEW.index_is_foreign)
                IS DISTINCT FROM (OLD.index_number, OLD.index_is_foreign) THEN
            RAISE EXCEPTION 'index number % never changes', OLD.index_number;
        END IF;
        IF OLD.index_number IS NOT NULL AND (NEW.class_code, NEW.organ_id, NEW.index_year,
                NEW.index_serial) IS DISTINCT FROM
                (OLD.class_code, OLD.organ_id, OLD.index_year, OLD.index_serial) THEN
            RAISE EXCEPTION 'organ, class, year and serial of % never change', OLD.index_number;
        END IF;
        IF OLD.standing = 'withdrawn' AND NEW.standing <> 'withdrawn' THEN
            RAISE EXCEPTION 'record % is withdrawn for good', OLD.id;
        END IF;
        IF NEW.standing = 'withdrawn' AND OLD.standing NOT IN ('hidden', 'withdrawn') THEN
            RAISE EXCEPTION 'record % must be hidden before it is withdrawn', OLD.id;
        END IF;
    END IF;
    IF NEW.public_version_id IS NOT NULL THEN
        SELECT * INTO version FROM records_record_version WHERE id = NEW.public_version_id;
        IF version.record_id <> NEW.id THEN
            RAISE EXCEPTION 'version % belongs to another record', version.id;
        END IF;
    END IF;
    IF NEW.standing IN ('published', 'listed') THEN
        IF version.state IS DISTINCT FROM 'released' THEN
            RAISE EXCEPTION 'record % has no released version', NEW.id;
        END IF;
        IF version.category IS DISTINCT FROM
                (CASE NEW.standing WHEN 'published' THEN 'voluntary' ELSE 'on_application' END) THEN
            RAISE EXCEPTION 'record % cannot stand as % with category %',
                NEW.id, NEW.standing, version.category;
        END IF;
        IF NOT records_version_is_cleared(version) THEN
            RAISE EXCEPTION 'version % was not reviewed and approved as it is', version.id;
        END IF;
    END IF;
    RETURN NEW;
END
$body$;

CREATE TRIGGER records_record_guard
    BEFORE INSERT OR UPDATE OR DELETE ON records_record
    FOR EACH ROW EXECUTE FUNCTION records_record_guard();

CREATE FUNCTION records_version_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state NOT IN ('draft', 'abandoned') OR OLD.released_at IS NOT NULL THEN
            RAISE EXCEPTION 'version % was proposed or released: it is kept', OLD.id;
        END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        -- Taking a version back to draft and changing it is one step of the operation.
        IF NEW.state <> 'draft' AND ROW(
            NEW.title, NEW.summary, NEW.text, NEW.time_limit, NEW.forms, NEW.generated_on,
            NEW.document_number, NEW.remark, NEW.theme_id, NEW.keywords, NEW.genre,
            NEW.is_normative, NEW.effective_on, NEW.expires_on, NEW.history, NEW.category,
            NEW.ground_id, NEW.ground_reason, NEW.statutory_item, NEW.change_note, NEW.digest
        ) IS DISTINCT FROM ROW(
            OLD.title, OLD.summary, OLD.text, OLD.time_limit, OLD.forms, OLD.generated_on,
            OLD.document_number, OLD.remark, OLD.theme_id, OLD.keywords, OLD.genre,
            OLD.is_normative, OLD.effective_on, OLD.expires_on, OLD.history, OLD.category,
            OLD.ground_id, OLD.ground_reason, OLD.statutory_item, OLD.change_note, OLD.digest
        ) THEN
            RAISE EXCEPTION 'version % is no draft: what it says cannot change', OLD.id;
        END IF;
        IF OLD.state IN ('released', 'superseded', 'abandoned')
                AND NEW.state NOT IN (OLD.state, 'superseded') THEN
            RAISE EXCEPTION 'version % ended as %: it is not worked on again', OLD.id, OLD.state;
        END IF;
        IF OLD.state = 'abandoned' AND NEW.state <> 'abandoned' THEN
            RAISE EXCEPTION 'version % was abandoned', OLD.id;
        END IF;
        IF OLD.released_at IS NOT NULL AND (
            NEW.record_id, NEW.number, NEW.proposal_id, NEW.import_row_id, NEW.text_file,
            NEW.released_at
        ) IS DISTINCT FROM (
            OLD.record_id, OLD.number, OLD.proposal_id, OLD.import_row_id, OLD.text_file,
            OLD.released_at
        ) THEN
            RAISE EXCEPTION 'version % was released: its proofs cannot change', OLD.id;
        END IF;
    END IF;
    IF NEW.state = 'released' AND NOT records_version_is_cleared(NEW) THEN
        RAISE EXCEPTION 'version % was not reviewed and approved as it is', NEW.id;
    END IF;
    RETURN NEW;
END
$body$;

CREATE TRIGGER records_version_guard
    BEFORE INSERT OR UPDATE OR DELETE ON records_record_version
    FOR EACH ROW EXECUTE FUNCTION records_version_guard();

CREATE FUNCTION records_counter_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a counter of index numbers is never deleted';
    END IF;
    IF (NEW.organ_id, NEW.class_code, NEW.year)
            IS DISTINCT FROM (OLD.organ_id, OLD.class_code, OLD.year)
            OR NEW.last_serial < OLD.last_serial THEN
        RAISE EXCEPTION 'a counter of index numbers only counts up';
    END IF;
    RETURN NEW;
END
$body$;

CREATE TRIGGER records_counter_guard
    BEFORE UPDATE OR DELETE ON records_index_counter
    FOR EACH ROW EXECUTE FUNCTION records_counter_guard();

CREATE FUNCTION records_row_is_kept() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION '% of % is refused', TG_OP, TG_TABLE_NAME;
END
$body$;

CREATE FUNCTION records_withdrawal_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF OLD.outcome <> '' OR (NEW.record_id, NEW.reason, NEW.title_may_show, NEW.hidden_by_id,
            NEW.hidden_at) IS DISTINCT FROM (OLD.record_id, OLD.reason, OLD.title_may_show,
            OLD.hidden_by_id, OLD.hidden_at) THEN
        RAISE EXCEPTION 'withdrawal % can only be decided, and once', OLD.id;
    END IF;
    RETURN NEW;
END
$body$;

CREATE TRIGGER records_withdrawal_guard BEFORE UPDATE ON records_withdrawal
    FOR EACH ROW EXECUTE FUNCTION records_withdrawal_guard();
CREATE TRIGGER records_withdrawal_kept BEFORE DELETE ON records_withdrawal
    FOR EACH ROW EXECUTE FUNCTION records_row_is_kept();
CREATE TRIGGER records_import_row_kept BEFORE UPDATE OR DELETE ON records_import_row
    FOR EACH ROW EXECUTE FUNCTION records_row_is_kept();
"""

TABLES = (
    "records_record",
    "records_record_version",
    "records_publication_event",
    "records_withdrawal",
    "records_index_counter",
    "records_import_row",
)

REMOVE = """
DROP TRIGGER records_record_guard ON records_record;
DROP TRIGGER records_version_guard ON records_record_version;
DROP TRIGGER records_counter_guard ON records_index_counter;
DROP TRIGGER records_withdrawal_guard ON records_withdrawal;
DROP TRIGGER records_withdrawal_kept ON records_withdrawal;
DROP TRIGGER records_import_row_kept ON records_import_row;
DROP FUNCTION records_record_guard(), records_version_guard(), records_counter_guard(),
    records_withdrawal_guard();
DROP FUNCTION records_version_is_cleared(records_record_version);
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial"), ("review", "0001_initial")]

    operations = [
        migrations.RunSQL(INSTALL, REMOVE + "DROP FUNCTION records_row_is_kept() CASCADE;"),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION records_row_is_kept();",
                f"DROP TRIGGER {table}_no_truncate ON {table};",
            )
            for table in TABLES
        ),
    ]
