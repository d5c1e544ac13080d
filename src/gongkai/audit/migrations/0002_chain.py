"""The chain: entries are sealed at the commit, and nothing else may ever touch them."""

from django.db import migrations

# Sealing is a last turn (kernel 0002): after all other checks of the commit, under the one lock.
INSTALL = """
INSERT INTO audit_chain_head (id, last_place, last_hash) VALUES (1, 0, repeat('0', 64));

CREATE INDEX audit_entry_unsealed ON audit_entry (id) WHERE place IS NULL;

CREATE FUNCTION audit_hash(previous text, canonical text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT AS $body$
    SELECT encode(sha256(convert_to(previous || E'\\n' || canonical, 'UTF8')), 'hex')
$body$;

CREATE FUNCTION audit_entry_written() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM kernel_ask_last_turn('audit');
    RETURN NULL;
END
$body$;

CREATE CONSTRAINT TRIGGER audit_entry_written
    AFTER INSERT ON audit_entry
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION audit_entry_written();

-- Seals all entries of the transaction in one pass: only its own can be without a place.
CREATE FUNCTION audit_seal() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    head audit_chain_head%ROWTYPE;
    entry record;
    link text;
BEGIN
    PERFORM kernel_begin_last_turn(NEW);
    SELECT * INTO head FROM audit_chain_head WHERE id = 1 FOR UPDATE;
    IF NOT FOUND THEN
        IF EXISTS (SELECT 1 FROM audit_entry WHERE place IS NOT NULL) THEN
            RAISE EXCEPTION 'the head of the audit chain is missing: run gongkai audit verify';
        END IF;
        INSERT INTO audit_chain_head (id, last_place, last_hash)
            VALUES (1, 0, repeat('0', 64)) RETURNING * INTO head;
    END IF;
    FOR entry IN SELECT id, canonical FROM audit_entry WHERE place IS NULL ORDER BY id LOOP
        link := audit_hash(head.last_hash, entry.canonical);
        UPDATE audit_entry
            SET place = head.last_place + 1, previous_hash = head.last_hash, hash = link
            WHERE id = entry.id;
        head.last_place := head.last_place + 1;
        head.last_hash := link;
    END LOOP;
    UPDATE audit_chain_head
        SET last_place = head.last_place, last_hash = head.last_hash
        WHERE id = 1 AND last_place < head.last_place;
    RETURN NULL;
END
$body$;

CREATE CONSTRAINT TRIGGER audit_seal
    AFTER INSERT ON kernel_last_turn
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.what = 'audit') EXECUTE FUNCTION audit_seal();

CREATE FUNCTION audit_entry_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.place IS NOT NULL OR NEW.previous_hash <> '' OR NEW.hash <> '' THEN
            RAISE EXCEPTION 'an audit entry gets its place at the commit, not before';
        END IF;
        RETURN NEW;
    END IF;
    -- Depth 2: we run inside the sealing trigger. Only the three columns of the chain may change.
    IF TG_OP = 'UPDATE' AND pg_trigger_depth() >= 2 AND OLD.place IS NULL
        AND NEW.hash = audit_hash(NEW.previous_hash, OLD.canonical)
        AND (to_jsonb(NEW) - 'place' - 'previous_hash' - 'hash')
            = (to_jsonb(OLD) - 'place' - 'previous_hash' - 'hash') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the audit trail is append-only: % refused', TG_OP;
END
$body$;

CREATE TRIGGER audit_entry_guard
    BEFORE INSERT OR UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_entry_guard();

CREATE FUNCTION audit_head_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF TG_OP = 'UPDATE' AND pg_trigger_depth() >= 2 AND NEW.last_place > OLD.last_place THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the head of the audit chain moves only by sealing: % refused', TG_OP;
END
$body$;

CREATE TRIGGER audit_head_guard
    BEFORE UPDATE OR DELETE ON audit_chain_head
    FOR EACH ROW EXECUTE FUNCTION audit_head_guard();

CREATE FUNCTION audit_refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'the audit trail is append-only: TRUNCATE refused';
END
$body$;

CREATE TRIGGER audit_entry_no_truncate
    BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_truncate();

CREATE TRIGGER audit_head_no_truncate
    BEFORE TRUNCATE ON audit_chain_head
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_truncate();
"""

REMOVE = """
DROP TRIGGER audit_head_no_truncate ON audit_chain_head;
DROP TRIGGER audit_entry_no_truncate ON audit_entry;
DROP FUNCTION audit_refuse_truncate();
DROP TRIGGER audit_head_guard ON audit_chain_head;
DROP FUNCTION audit_head_guard();
DROP TRIGGER audit_entry_guard ON audit_entry;
DROP FUNCTION audit_entry_guard();
DROP TRIGGER audit_seal ON kernel_last_turn;
DROP FUNCTION audit_seal();
DROP TRIGGER audit_entry_written ON audit_entry;
DROP FUNCTION audit_entry_written();
DROP FUNCTION audit_hash(text, text);
DROP INDEX audit_entry_unsealed;
DELETE FROM audit_chain_head;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("kernel", "0002_public_epoch")]

    operations = [migrations.RunSQL(INSTALL, REMOVE)]
