"""The database refuses to change a redaction that was proposed or approved."""

from django.db import migrations

INSTALL = """
CREATE FUNCTION release_box_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    layer_state text;
BEGIN
    SELECT state INTO layer_state FROM release_layer
        WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.layer_id ELSE NEW.layer_id END;
    IF layer_state <> 'drawing' THEN
        RAISE EXCEPTION 'the boxes of a layer that is % are frozen', layer_state;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.layer_id <> OLD.layer_id THEN
        RAISE EXCEPTION 'a box stays on its layer';
    END IF;
    RETURN NEW;
END $body$;

CREATE TRIGGER release_box_guard BEFORE INSERT OR UPDATE OR DELETE ON release_layer_box
    FOR EACH ROW EXECUTE FUNCTION release_box_guard();

CREATE FUNCTION release_layer_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF (NEW.material_id, NEW.door) IS DISTINCT FROM (OLD.material_id, OLD.door) THEN
        RAISE EXCEPTION 'a layer stays with its material and its door';
    END IF;
    IF OLD.state = 'superseded' OR (OLD.state = 'approved' AND NEW.state <> 'superseded'
            AND NEW IS DISTINCT FROM OLD) THEN
        RAISE EXCEPTION 'layer % was approved and stays as it is', OLD.id;
    END IF;
    IF OLD.state = 'approved' AND (NEW.digest, NEW.result_id, NEW.remaining, NEW.approved_by_id,
            NEW.signature_id) IS DISTINCT FROM (OLD.digest, OLD.result_id, OLD.remaining,
            OLD.approved_by_id, OLD.signature_id) THEN
        RAISE EXCEPTION 'layer % was approved and stays as it is', OLD.id;
    END IF;
    IF NEW.state = 'approved' AND OLD.state NOT IN ('made', 'approved') THEN
        RAISE EXCEPTION 'layer % must be made before it is approved', OLD.id;
    END IF;
    RETURN NEW;
END $body$;

CREATE TRIGGER release_layer_guard BEFORE UPDATE ON release_layer
    FOR EACH ROW EXECUTE FUNCTION release_layer_guard();
"""

REMOVE = """
DROP TRIGGER release_layer_guard ON release_layer;
DROP FUNCTION release_layer_guard();
DROP TRIGGER release_box_guard ON release_layer_box;
DROP FUNCTION release_box_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("release", "0001_initial")]

    operations = [migrations.RunSQL(INSTALL, REMOVE)]
