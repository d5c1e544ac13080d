"""Numbers are given at the commit, entries never change, and a day follows on the day before."""

from django.db import migrations

INSTALL = """
-- In the last turn of the transaction (kernel 0002), under the lock that every last turn takes:
-- what has a number is committed with it, so a reader never passes one that is still to come.
CREATE FUNCTION ledger_entry_written() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM kernel_ask_last_turn('ledger');
    RETURN NULL;
END
$body$;

CREATE CONSTRAINT TRIGGER ledger_entry_written
    AFTER INSERT ON ledger_entry
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION ledger_entry_written();

CREATE FUNCTION ledger_number_entries() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    waiting bigint;
    latest date;
    head ledger_head;
BEGIN
    PERFORM kernel_begin_last_turn(NEW);
    -- Only our own: whatever another transaction committed has its number.
    SELECT count(*), max(happened_on) INTO waiting, latest
        FROM ledger_entry WHERE sequence IS NULL;
    IF waiting = 0 THEN
        RETURN NULL;
    END IF;
    INSERT INTO ledger_head AS h (id, last_sequence, chained_on) VALUES (1, waiting, latest)
        ON CONFLICT (id) DO UPDATE SET last_sequence = h.last_sequence + waiting,
            chained_on = greatest(h.chained_on, latest)
        RETURNING * INTO head;
    UPDATE ledger_entry e
        SET sequence = head.last_sequence - waiting + numbered.place, chained_on = head.chained_on
        FROM (SELECT id, row_number() OVER (ORDER BY id) AS place
              FROM ledger_entry WHERE sequence IS NULL) numbered
        WHERE e.id = numbered.id;
    RETURN NULL;
END
$body$;

CREATE CONSTRAINT TRIGGER ledger_number_entries
    AFTER INSERT ON kernel_last_turn
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.what = 'ledger') EXECUTE FUNCTION ledger_number_entries();

-- From now on nothing is chained to a day before this one. The same lock first: a last turn that
-- is under way ends before, and the next one sees the new day.
CREATE FUNCTION ledger_turn_over(day date) RETURNS void LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM pg_advisory_xact_lock(4740001);
    UPDATE ledger_head SET chained_on = day WHERE chained_on < day;
END
$body$;

CREATE FUNCTION ledger_entry_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.sequence IS NOT NULL THEN
            RAISE EXCEPTION 'an entry gets its number when its transaction commits';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.sequence IS NOT NULL OR (to_jsonb(NEW) - 'sequence' - 'chained_on')
            <> (to_jsonb(OLD) - 'sequence' - 'chained_on') THEN
        RAISE EXCEPTION 'entry % never changes', OLD.id;
    END IF;
    IF EXISTS (SELECT 1 FROM ledger_day d WHERE d."on" >= NEW.chained_on) THEN
        RAISE EXCEPTION 'the day % is closed', NEW.chained_on;
    END IF;
    RETURN NEW;
END
$body$;

CREATE TRIGGER ledger_entry_guard BEFORE INSERT OR UPDATE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_entry_guard();

CREATE FUNCTION ledger_head_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.last_sequence < OLD.last_sequence
            OR NEW.chained_on < OLD.chained_on THEN
        RAISE EXCEPTION 'the feed only goes on';
    END IF;
    RETURN NEW;
END
$body$;

CREATE TRIGGER ledger_head_guard BEFORE UPDATE OR DELETE ON ledger_head
    FOR EACH ROW EXECUTE FUNCTION ledger_head_guard();

CREATE FUNCTION ledger_day_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    before ledger_day;
BEGIN
    SELECT * INTO before FROM ledger_day ORDER BY "on" DESC LIMIT 1;
    IF before.id IS NOT NULL
            AND (NEW."on" <> before."on" + 1 OR NEW.previous_root <> before.root) THEN
        RAISE EXCEPTION 'the day % does not follow on %', NEW."on", before."on";
    END IF;
    IF before.id IS NULL AND NEW.previous_root <> repeat('0', 64) THEN
        RAISE EXCEPTION 'the first day follows on no other';
    END IF;
    RETURN NEW;
END
$body$;

CREATE TRIGGER ledger_day_guard BEFORE INSERT ON ledger_day
    FOR EACH ROW EXECUTE FUNCTION ledger_day_guard();

CREATE FUNCTION ledger_row_is_kept() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION '% of % is refused', TG_OP, TG_TABLE_NAME;
END
$body$;

CREATE TRIGGER ledger_entry_no_truncate BEFORE TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_row_is_kept();
CREATE TRIGGER ledger_head_no_truncate BEFORE TRUNCATE ON ledger_head
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_row_is_kept();
CREATE TRIGGER ledger_day_no_truncate BEFORE TRUNCATE ON ledger_day
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_row_is_kept();
"""

REMOVE = """
DROP TRIGGER ledger_entry_no_truncate ON ledger_entry;
DROP TRIGGER ledger_head_no_truncate ON ledger_head;
DROP TRIGGER ledger_day_no_truncate ON ledger_day;
DROP TRIGGER ledger_day_guard ON ledger_day;
DROP TRIGGER ledger_head_guard ON ledger_head;
DROP TRIGGER ledger_entry_guard ON ledger_entry;
DROP TRIGGER ledger_number_entries ON kernel_last_turn;
DROP TRIGGER ledger_entry_written ON ledger_entry;
DROP FUNCTION ledger_row_is_kept(), ledger_day_guard(), ledger_head_guard(), ledger_entry_guard(),
    ledger_number_entries(), ledger_entry_written();
DROP FUNCTION ledger_turn_over(date);
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial"), ("kernel", "0002_public_epoch")]

    operations = [migrations.RunSQL(INSTALL, REMOVE)]
