"""Files of a reply go out by a clearance of the release gate; what the old check found is dropped.

What was given before there was a gate keeps its right to be opened: it gets clearances of edition 0
of the rules, which say that nobody looked at it as the gate does.
"""

import django.db.models.deletion
from django.db import migrations, models

FROZEN = """
CREATE OR REPLACE FUNCTION applications_reply_frozen() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    -- Both: what is moved to another reply is taken from the first one.
    taken_from bigint := CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE OLD.reply_id END;
    put_to bigint := CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE NEW.reply_id END;
BEGIN
    IF EXISTS (SELECT 1 FROM applications_reply
               WHERE id IN (taken_from, put_to) AND proposal_id IS NOT NULL) THEN
        %s
        RAISE EXCEPTION 'a proposed reply does not change; take it back first'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$body$;
"""
BUT_CLEARED = """
        -- The clearance is set once, as the letter goes out.
        IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'applications_reply_file'
           AND to_jsonb(OLD) -> 'clearance_id' = 'null'::jsonb
           AND to_jsonb(OLD) - 'clearance_id' = to_jsonb(NEW) - 'clearance_id' THEN
            RETURN NEW;
        END IF;
"""
CLEARED = """
CREATE FUNCTION applications_reply_cleared() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF NEW.letter_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM applications_reply_file file
        LEFT JOIN release_clearance cleared ON cleared.id = file.clearance_id
            AND cleared.door = 'applicant' AND cleared.subject_kind = 'case'
            AND cleared.subject_id = NEW.case_id AND cleared.digest = file.stored_id
        WHERE file.reply_id = NEW.id AND cleared.id IS NULL
    ) THEN
        RAISE EXCEPTION 'no letter before every file of the reply has passed the release gate'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$body$;

CREATE TRIGGER applications_reply_cleared BEFORE UPDATE ON applications_reply FOR EACH ROW
    WHEN (OLD.letter_id IS DISTINCT FROM NEW.letter_id)
    EXECUTE FUNCTION applications_reply_cleared();
"""
NOT_CLEARED = """
DROP TRIGGER applications_reply_cleared ON applications_reply;
DROP FUNCTION applications_reply_cleared();
"""
# Such a file has no examination; it is cleared by the reply that was reviewed and signed.
GIVEN_BEFORE = """
INSERT INTO release_clearance
    (door, subject_kind, subject_id, organ_id, digest, rules, findings, sketch, cleared_at)
SELECT 'applicant', 'case', reply.case_id, concerned.organ_id, reply.digest, 0, '[]', '{}',
       letter.issued_at
FROM applications_reply reply
JOIN applications_case concerned ON concerned.id = reply.case_id
JOIN letters_letter letter ON letter.id = reply.letter_id
WHERE EXISTS (SELECT 1 FROM applications_reply_file file WHERE file.reply_id = reply.id);

INSERT INTO release_clearance
    (door, subject_kind, subject_id, organ_id, digest, stored_id, made_from_id, rules, findings,
     sketch, cleared_at)
SELECT DISTINCT ON (reply.id, file.stored_id)
       whole.door, whole.subject_kind, whole.subject_id, whole.organ_id, file.stored_id,
       file.stored_id, whole.id, 0, '[]'::jsonb, '{}'::bigint[], whole.cleared_at
FROM applications_reply_file file
JOIN applications_reply reply ON reply.id = file.reply_id
JOIN release_clearance whole ON whole.door = 'applicant' AND whole.subject_kind = 'case'
    AND whole.subject_id = reply.case_id AND whole.digest = reply.digest AND whole.rules = 0
WHERE reply.letter_id IS NOT NULL;

UPDATE applications_reply_file file SET clearance_id = cleared.id
FROM applications_reply reply, release_clearance cleared
WHERE reply.id = file.reply_id AND reply.letter_id IS NOT NULL AND cleared.door = 'applicant'
    AND cleared.subject_kind = 'case' AND cleared.subject_id = reply.case_id
    AND cleared.digest = file.stored_id AND cleared.rules = 0;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0003_draft_use"),
        ("letters", "0001_initial"),
        ("release", "0003_files_made_here"),
    ]

    operations = [
        migrations.RemoveField(model_name="replyfile", name="findings"),
        migrations.AddField(
            model_name="replyfile",
            name="clearance",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="release.clearance",
            ),
        ),
        migrations.RunSQL(FROZEN % BUT_CLEARED, FROZEN % ""),
        migrations.RunSQL(CLEARED, NOT_CLEARED),
        migrations.RunSQL(GIVEN_BEFORE, migrations.RunSQL.noop),
    ]
