"""The row of the public epoch and the trigger, deferred to the commit, that moves it."""

from django.db import migrations

# 4740001 is the lock that every deferred trigger of the house takes first (the audit chain too):
# two transactions that commit at once can then never hold one row each and wait for the other.
INSTALL = """
INSERT INTO kernel_public_epoch (id, epoch) VALUES (1, 0);

CREATE FUNCTION kernel_move_public_epoch() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    -- Once a transaction: moving it for each of a thousand rows would cost a million steps.
    IF coalesce(current_setting('gongkai.epoch_moved_by', true), '') = txid_current()::text THEN
        RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock(4740001);
    INSERT INTO kernel_public_epoch AS e (id, epoch) VALUES (1, 1)
        ON CONFLICT (id) DO UPDATE SET epoch = e.epoch + 1;
    PERFORM set_config('gongkai.epoch_moved_by', txid_current()::text, true);
    RETURN NULL;
END
$body$;

CREATE CONSTRAINT TRIGGER kernel_move_public_epoch
    AFTER INSERT ON kernel_public_change
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION kernel_move_public_epoch();
"""

REMOVE = """
DROP TRIGGER kernel_move_public_epoch ON kernel_public_change;
DROP FUNCTION kernel_move_public_epoch();
DELETE FROM kernel_public_epoch;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]

    operations = [migrations.RunSQL(INSTALL, REMOVE)]
