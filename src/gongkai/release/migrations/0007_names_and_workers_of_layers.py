"""A layer keeps the name under which it leaves, and who worked on it."""

import django.contrib.postgres.fields
from django.db import migrations, models

GUARD = """
CREATE OR REPLACE FUNCTION release_layer_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF (NEW.material_id, NEW.door) IS DISTINCT FROM (OLD.material_id, OLD.door) THEN
        RAISE EXCEPTION 'a layer stays with its material and its door';
    END IF;
    IF OLD.state = 'superseded' OR (OLD.state = 'approved' AND NEW.state <> 'superseded'
            AND NEW IS DISTINCT FROM OLD) THEN
        RAISE EXCEPTION 'layer % was approved and stays as it is', OLD.id;
    END IF;
    IF OLD.state = 'approved' AND (NEW.digest, NEW.result_id, NEW.remaining, NEW.approved_by_id,
            NEW.signature_id{new}) IS DISTINCT FROM (OLD.digest, OLD.result_id, OLD.remaining,
            OLD.approved_by_id, OLD.signature_id{old}) THEN
        RAISE EXCEPTION 'layer % was approved and stays as it is', OLD.id;
    END IF;
    IF NEW.state = 'approved' AND OLD.state NOT IN ('made', 'approved') THEN
        RAISE EXCEPTION 'layer % must be made before it is approved', OLD.id;
    END IF;
    RETURN NEW;
END $body$;
"""


class Migration(migrations.Migration):
    dependencies = [("release", "0006_guards_of_the_gate")]

    operations = [
        migrations.AddField(
            model_name="layer",
            name="title",
            field=models.CharField(blank=True, max_length=255),
        ),
        migrations.AddField(
            model_name="layer",
            name="worked_on_by",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, size=None
            ),
        ),
        migrations.RunSQL(
            GUARD.format(
                new=", NEW.title, NEW.worked_on_by", old=", OLD.title, OLD.worked_on_by"
            ),
            GUARD.format(new="", old=""),
        ),
    ]
