"""The last turn of a transaction, the row of the public epoch, and the trigger that moves it."""

from django.db import migrations

# A deferred trigger that locks one row for everybody must run after all other deferred checks:
# a foreign key that is checked at the commit may wait for a row whose owner waits for our lock.
# Whatever such a trigger asks for is put into kernel_last_turn, whose own deferred trigger
# PostgreSQL runs in the next round, when the first round is done. It deletes its row at once.
#
# 4740001 is the lock that every last turn takes first: two transactions that commit at once can
# never hold one row each and wait for the other's.
INSTALL = """
CREATE TABLE kernel_last_turn (id bigserial PRIMARY KEY, what text NOT NULL);

CREATE FUNCTION kernel_ask_last_turn(wanted text) RETURNS void LANGUAGE plpgsql AS $body$
DECLARE
    asked text := 'gongkai.asked_' || wanted;
BEGIN
    -- Once a transaction, however many rows it writes.
    IF coalesce(current_setting(asked, true), '') <> txid_current()::text THEN
        -- Marked first: where constraints are immediate, the insert takes the turn and unmarks it.
        PERFORM set_config(asked, txid_current()::text, true);
        INSERT INTO kernel_last_turn (what) VALUES (wanted);
    END IF;
END
$body$;

CREATE FUNCTION kernel_begin_last_turn(turn kernel_last_turn) RETURNS void
    LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM pg_advisory_xact_lock(4740001);
    DELETE FROM kernel_last_turn WHERE id = turn.id;
    PERFORM set_config('gongkai.asked_' || turn.what, '', true);
END
$body$;

INSERT INTO kernel_public_epoch (id, epoch) VALUES (1, 0);

CREATE FUNCTION kernel_public_changed() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM kernel_ask_last_turn('epoch');
    RETURN NULL;
END
$body$;

CREATE CONSTRAINT TRIGGER kernel_public_changed
    AFTER INSERT ON kernel_public_change
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION kernel_public_changed();

CREATE FUNCTION kernel_move_public_epoch() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM kernel_begin_last_turn(NEW);
    INSERT INTO kernel_public_epoch AS e (id, epoch) VALUES (1, 1)
        ON CONFLICT (id) DO UPDATE SET epoch = e.epoch + 1;
    RETURN NULL;
END
$body$;

CREATE CONSTRAINT TRIGGER kernel_move_public_epoch
    AFTER INSERT ON kernel_last_turn
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.what = 'epoch') EXECUTE FUNCTION kernel_move_public_epoch();
"""

REMOVE = """
DROP TRIGGER kernel_public_changed ON kernel_public_change;
DROP FUNCTION kernel_public_changed();
DROP TRIGGER kernel_move_public_epoch ON kernel_last_turn;
DROP FUNCTION kernel_move_public_epoch();
DROP FUNCTION kernel_begin_last_turn(kernel_last_turn);
DROP FUNCTION kernel_ask_last_turn(text);
DROP TABLE kernel_last_turn;
DELETE FROM kernel_public_epoch;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]

    operations = [migrations.RunSQL(INSTALL, REMOVE)]
