"""The database refuses to let out what the release gate has not cleared, whoever asks it."""

from django.db import migrations

INSTALL = """
-- Did the gate let pass the text of this version, its text file and, where they become public,
-- its attachments? For this record and for the public, nothing else counts.
CREATE FUNCTION records_gate_has_passed(version records_record_version) RETURNS boolean
    LANGUAGE sql STABLE AS $body$
    SELECT EXISTS (
        SELECT 1 FROM release_clearance c
        WHERE c.id = version.clearance_id AND c.stored_id IS NULL AND c.door = 'public'
          AND c.subject_kind = 'record' AND c.subject_id = version.record_id
    ) AND (version.text_file = '' OR EXISTS (
        SELECT 1 FROM release_clearance c
        WHERE c.digest = version.text_file AND c.stored_id = version.text_file
          AND c.door = 'public' AND c.subject_kind = 'record' AND c.subject_id = version.record_id
    )) AND (version.category <> 'voluntary' OR NOT EXISTS (
        SELECT 1 FROM records_version_file f
        WHERE f.version_id = version.id AND f.clearance_id IS NULL
    ))
$body$;

CREATE FUNCTION records_version_gate() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF NOT records_gate_has_passed(NEW) THEN
        RAISE EXCEPTION 'version % was not cleared by the release gate', NEW.id;
    END IF;
    RETURN NEW;
END
$body$;

-- Both are named so that they come after the older guards, which say more exactly what is wrong.
CREATE TRIGGER records_version_passed_gate BEFORE INSERT OR UPDATE ON records_record_version
    FOR EACH ROW WHEN (NEW.state = 'released' AND NEW.category IN ('voluntary', 'on_application'))
    EXECUTE FUNCTION records_version_gate();

CREATE FUNCTION records_record_gate() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    version records_record_version%ROWTYPE;
BEGIN
    SELECT * INTO version FROM records_record_version WHERE id = NEW.public_version_id;
    IF NOT records_gate_has_passed(version) THEN
        RAISE EXCEPTION 'version % was not cleared by the release gate', version.id;
    END IF;
    RETURN NEW;
END
$body$;

CREATE TRIGGER records_record_passed_gate BEFORE INSERT OR UPDATE ON records_record
    FOR EACH ROW WHEN (NEW.standing IN ('published', 'listed'))
    EXECUTE FUNCTION records_record_gate();

CREATE FUNCTION records_version_file_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    version records_record_version%ROWTYPE;
BEGIN
    SELECT * INTO version FROM records_record_version
        WHERE id = CASE WHEN TG_OP = 'INSERT' THEN NEW.version_id ELSE OLD.version_id END;
    IF TG_OP <> 'UPDATE' OR (NEW.version_id, NEW.position, NEW.title, NEW.name, NEW.media_type,
            NEW.size, NEW.stored_id, NEW.added_by_id, NEW.added_at) IS DISTINCT FROM
            (OLD.version_id, OLD.position, OLD.title, OLD.name, OLD.media_type, OLD.size,
            OLD.stored_id, OLD.added_by_id, OLD.added_at) THEN
        IF version.state <> 'draft' THEN
            RAISE EXCEPTION 'version % is no draft: its attachments cannot change', version.id;
        END IF;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF NEW.clearance_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM release_clearance c
        WHERE c.id = NEW.clearance_id AND c.stored_id = NEW.stored_id AND c.door = 'public'
          AND c.subject_kind = 'record' AND c.subject_id = version.record_id
    ) THEN
        RAISE EXCEPTION 'the clearance % is of something else', NEW.clearance_id;
    END IF;
    RETURN NEW;
END
$body$;

CREATE TRIGGER records_version_file_guard BEFORE INSERT OR UPDATE OR DELETE ON records_version_file
    FOR EACH ROW EXECUTE FUNCTION records_version_file_guard();
CREATE TRIGGER records_version_file_no_truncate BEFORE TRUNCATE ON records_version_file
    FOR EACH STATEMENT EXECUTE FUNCTION records_row_is_kept();
"""

REMOVE = """
DROP TRIGGER records_version_passed_gate ON records_record_version;
DROP TRIGGER records_record_passed_gate ON records_record;
DROP TRIGGER records_version_file_guard ON records_version_file;
DROP TRIGGER records_version_file_no_truncate ON records_version_file;
DROP FUNCTION records_version_gate(), records_record_gate(), records_version_file_guard();
DROP FUNCTION records_gate_has_passed(records_record_version);
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0005_clear_what_is_out"), ("release", "0003_files_made_here")]

    operations = [migrations.RunSQL(INSTALL, REMOVE)]
