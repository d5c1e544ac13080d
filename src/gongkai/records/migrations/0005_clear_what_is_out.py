"""What went out before there was a gate gets the clearance by which the doors know it.

Its edition of the rules is 0: nobody has looked at it with the gate's eyes yet, and the next look
at everything that is out does.
"""

from django.db import migrations

CLEAR = """
INSERT INTO release_clearance (door, subject_kind, subject_id, organ_id, digest, rules, findings,
    sketch, cleared_at)
SELECT 'public', 'record', r.id, r.organ_id, v.digest, 0, '[]', '{}', v.released_at
FROM records_record_version v JOIN records_record r ON r.id = v.record_id
WHERE v.state IN ('released', 'superseded') AND v.category IN ('voluntary', 'on_application')
    AND v.released_at IS NOT NULL;

UPDATE records_record_version v SET clearance_id = c.id FROM release_clearance c
WHERE c.rules = 0 AND c.door = 'public' AND c.subject_kind = 'record' AND c.stored_id IS NULL
    AND c.subject_id = v.record_id AND c.digest = v.digest AND c.cleared_at = v.released_at;

INSERT INTO release_clearance (door, subject_kind, subject_id, organ_id, digest, stored_id,
    made_from_id, rules, findings, sketch, cleared_at)
SELECT c.door, c.subject_kind, c.subject_id, c.organ_id, v.text_file, v.text_file, c.id, 0, '[]',
    '{}', c.cleared_at
FROM records_record_version v JOIN release_clearance c ON c.id = v.clearance_id
WHERE v.text_file <> '';
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0004_attachments")]

    operations = [migrations.RunSQL(CLEAR, migrations.RunSQL.noop)]
