"""The database keeps what was decided and cleared, and clears nothing by what is of another file."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

KEPT = (
    "release_examination",
    "release_scan",
    "release_finding_decision",
    "release_clearance",
    "release_rechecked_item",
    "release_material",
    "release_layer",
    "release_layer_box",
)
INSTALL = """
CREATE FUNCTION release_row_is_kept() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'TRUNCATE of % is refused', TG_TABLE_NAME;
END
$body$;

CREATE FUNCTION release_clearance_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF NEW.examination_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM release_examination e
        WHERE e.id = NEW.examination_id AND e.stored_id = NEW.stored_id AND e.state = 'done'
          AND e.problem = ''
    ) THEN
        RAISE EXCEPTION 'examination % does not clear this file', NEW.examination_id;
    END IF;
    IF NEW.scan_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM release_scan s
        WHERE s.id = NEW.scan_id AND s.stored_id = NEW.stored_id AND s.state <> 'infected'
    ) THEN
        RAISE EXCEPTION 'scan % does not clear this file', NEW.scan_id;
    END IF;
    IF NEW.made_from_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM release_clearance c
        WHERE c.id = NEW.made_from_id AND c.stored_id IS NULL
          AND (c.door, c.subject_kind, c.subject_id)
              = (NEW.door, NEW.subject_kind, NEW.subject_id)
    ) THEN
        RAISE EXCEPTION 'clearance % is of no text of this subject and door', NEW.made_from_id;
    END IF;
    RETURN NEW;
END
$body$;

CREATE TRIGGER release_clearance_guard BEFORE INSERT ON release_clearance
    FOR EACH ROW EXECUTE FUNCTION release_clearance_guard();
"""
REMOVE = """
DROP TRIGGER release_clearance_guard ON release_clearance;
DROP FUNCTION release_clearance_guard();
DROP FUNCTION release_row_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("release", "0005_recheck_signatures"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="examination",
            name="done_stays_as_it_is",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="examination",
            trigger=pgtrigger.compiler.Trigger(
                name="done_stays_as_it_is",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"state\" = 'done' AND NOT (OLD.\"problem\" = 'not_what_it_says'))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="afef90ff8cc3ce85896df21766c23f26bf64ab2a",
                    operation="UPDATE",
                    pgid="pgtrigger_done_stays_as_it_is_eb8a2",
                    table="release_examination",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(INSTALL, REMOVE),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION release_row_is_kept();",
                f"DROP TRIGGER {table}_no_truncate ON {table};",
            )
            for table in KEPT
        ),
    ]
