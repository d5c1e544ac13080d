"""The database refuses what the operations would never do, whoever asks it."""

from django.db import migrations

INSTALL = """
CREATE FUNCTION letters_counter_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a counter of letters is never deleted';
    END IF;
    IF (NEW.organ_id, NEW.series, NEW.year)
            IS DISTINCT FROM (OLD.organ_id, OLD.series, OLD.year)
            OR NEW.last_serial <> OLD.last_serial + 1 THEN
        RAISE EXCEPTION 'a counter of letters only counts up, one by one';
    END IF;
    RETURN NEW;
END
$body$;

CREATE TRIGGER letters_counter_guard
    BEFORE UPDATE OR DELETE ON letters_series
    FOR EACH ROW EXECUTE FUNCTION letters_counter_guard();

-- A letter takes the serial that its counter has just given: with the counter going up one by one
-- and a serial used once, no number is missing and none was made up.
CREATE FUNCTION letters_serial_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM letters_series s
        WHERE s.organ_id = NEW.organ_id AND s.series = NEW.series AND s.year = NEW.year
          AND s.last_serial = NEW.serial
    ) THEN
        RAISE EXCEPTION 'serial % of % was not given by its counter', NEW.serial, NEW.series;
    END IF;
    RETURN NEW;
END
$body$;

CREATE TRIGGER letters_serial_guard
    BEFORE INSERT ON letters_letter
    FOR EACH ROW EXECUTE FUNCTION letters_serial_guard();

CREATE FUNCTION letters_table_is_kept() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION '% of % is refused', TG_OP, TG_TABLE_NAME;
END
$body$;

CREATE TRIGGER letters_letter_no_truncate BEFORE TRUNCATE ON letters_letter
    FOR EACH STATEMENT EXECUTE FUNCTION letters_table_is_kept();
CREATE TRIGGER letters_series_no_truncate BEFORE TRUNCATE ON letters_series
    FOR EACH STATEMENT EXECUTE FUNCTION letters_table_is_kept();
"""

REMOVE = """
DROP TRIGGER letters_letter_no_truncate ON letters_letter;
DROP TRIGGER letters_series_no_truncate ON letters_series;
DROP TRIGGER letters_serial_guard ON letters_letter;
DROP TRIGGER letters_counter_guard ON letters_series;
DROP FUNCTION letters_table_is_kept(), letters_serial_guard(), letters_counter_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("letters", "0001_initial")]

    operations = [migrations.RunSQL(INSTALL, REMOVE)]
