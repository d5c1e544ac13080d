"""One earlier version can be withdrawn by itself; the database holds both sides to each other."""

import django.db.models.deletion
from django.db import migrations, models

INSTALL = """
CREATE OR REPLACE FUNCTION records_version_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state NOT IN ('draft', 'abandoned') OR OLD.released_at IS NOT NULL THEN
            RAISE EXCEPTION 'version % was proposed or released: it is kept', OLD.id;
        END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        -- Taking a version back to draft and changing it is one step of the operation.
        IF NEW.state <> 'draft' AND ROW(
            NEW.title, NEW.summary, NEW.text, NEW.time_limit, NEW.forms, NEW.generated_on,
            NEW.document_number, NEW.remark, NEW.theme_id, NEW.keywords, NEW.genre,
            NEW.is_normative, NEW.effective_on, NEW.expires_on, NEW.history, NEW.category,
            NEW.ground_id, NEW.ground_reason, NEW.statutory_item, NEW.change_note, NEW.digest
        ) IS DISTINCT FROM ROW(
            OLD.title, OLD.summary, OLD.text, OLD.time_limit, OLD.forms, OLD.generated_on,
            OLD.document_number, OLD.remark, OLD.theme_id, OLD.keywords, OLD.genre,
            OLD.is_normative, OLD.effective_on, OLD.expires_on, OLD.history, OLD.category,
            OLD.ground_id, OLD.ground_reason, OLD.statutory_item, OLD.change_note, OLD.digest
        ) THEN
            RAISE EXCEPTION 'version % is no draft: what it says cannot change', OLD.id;
        END IF;
        IF OLD.state IN ('released', 'superseded', 'hidden', 'withdrawn', 'abandoned')
                AND NEW.state <> OLD.state
                AND (OLD.state, NEW.state) NOT IN (
                    ('released', 'superseded'), ('superseded', 'hidden'),
                    ('hidden', 'withdrawn'), ('hidden', 'superseded')
                ) THEN
            RAISE EXCEPTION 'version % ended as %: it is not worked on again', OLD.id, OLD.state;
        END IF;
        IF NEW.state IN ('hidden', 'withdrawn') AND NEW.state <> OLD.state AND NOT EXISTS (
            SELECT 1 FROM records_withdrawal w WHERE w.version_id = NEW.id
                AND w.outcome = CASE NEW.state WHEN 'hidden' THEN '' ELSE 'confirmed' END
        ) THEN
            RAISE EXCEPTION 'version % is taken back by a withdrawal alone', OLD.id;
        END IF;
        IF OLD.state = 'hidden' AND NEW.state = 'superseded' AND EXISTS (
            SELECT 1 FROM records_withdrawal w WHERE w.version_id = NEW.id
                AND w.outcome <> 'restored'
        ) THEN
            RAISE EXCEPTION 'version % is restored by a second person alone', OLD.id;
        END IF;
        IF OLD.state = 'abandoned' AND NEW.state <> 'abandoned' THEN
            RAISE EXCEPTION 'version % was abandoned', OLD.id;
        END IF;
        IF OLD.released_at IS NOT NULL AND (
            NEW.record_id, NEW.number, NEW.proposal_id, NEW.import_row_id, NEW.text_file,
            NEW.released_at
        ) IS DISTINCT FROM (
            OLD.record_id, OLD.number, OLD.proposal_id, OLD.import_row_id, OLD.text_file,
            OLD.released_at
        ) THEN
            RAISE EXCEPTION 'version % was released: its proofs cannot change', OLD.id;
        END IF;
    END IF;
    IF NEW.state = 'released' AND NOT records_version_is_cleared(NEW) THEN
        RAISE EXCEPTION 'version % was not reviewed and approved as it is', NEW.id;
    END IF;
    RETURN NEW;
END
$body$;

CREATE OR REPLACE FUNCTION records_withdrawal_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF OLD.outcome <> '' OR (NEW.record_id, NEW.version_id, NEW.reason, NEW.title_may_show,
            NEW.hidden_by_id, NEW.hidden_at) IS DISTINCT FROM (OLD.record_id, OLD.version_id,
            OLD.reason, OLD.title_may_show, OLD.hidden_by_id, OLD.hidden_at) THEN
        RAISE EXCEPTION 'withdrawal % can only be decided, and once', OLD.id;
    END IF;
    RETURN NEW;
END
$body$;

-- An earlier version of this very record, whose text was published, is taken back by itself.
CREATE FUNCTION records_withdrawal_of_version() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM records_record_version v WHERE v.id = NEW.version_id
            AND v.record_id = NEW.record_id AND v.state = 'superseded' AND v.category = 'voluntary'
    ) THEN
        RAISE EXCEPTION 'version % is no earlier version of record % that was published',
            NEW.version_id, NEW.record_id;
    END IF;
    RETURN NEW;
END
$body$;

CREATE TRIGGER records_withdrawal_of_version BEFORE INSERT ON records_withdrawal
    FOR EACH ROW WHEN (NEW.version_id IS NOT NULL)
    EXECUTE FUNCTION records_withdrawal_of_version();

-- Withdrawal and version agree when the transaction ends: what is withdrawn, no public query joins.
CREATE FUNCTION records_withdrawn_version_is_off() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF EXISTS (
        SELECT 1 FROM records_withdrawal w JOIN records_record_version v ON v.id = w.version_id
        WHERE w.id = NEW.id AND w.outcome <> 'restored'
            AND v.state <> CASE w.outcome WHEN '' THEN 'hidden' ELSE 'withdrawn' END
    ) THEN
        RAISE EXCEPTION 'version % is withdrawn and must not stand as readable', NEW.version_id;
    END IF;
    RETURN NULL;
END
$body$;

CREATE CONSTRAINT TRIGGER records_withdrawn_version_is_off AFTER INSERT OR UPDATE
    ON records_withdrawal DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.version_id IS NOT NULL)
    EXECUTE FUNCTION records_withdrawn_version_is_off();
"""

REMOVE = """
DROP TRIGGER records_withdrawn_version_is_off ON records_withdrawal;
DROP TRIGGER records_withdrawal_of_version ON records_withdrawal;
DROP FUNCTION records_withdrawn_version_is_off(), records_withdrawal_of_version();

CREATE OR REPLACE FUNCTION records_version_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state NOT IN ('draft', 'abandoned') OR OLD.released_at IS NOT NULL THEN
            RAISE EXCEPTION 'version % was proposed or released: it is kept', OLD.id;
        END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        -- Taking a version back to draft and changing it is one step of the operation.
        IF NEW.state <> 'draft' AND ROW(
            NEW.title, NEW.summary, NEW.text, NEW.time_limit, NEW.forms, NEW.generated_on,
            NEW.document_number, NEW.remark, NEW.theme_id, NEW.keywords, NEW.genre,
            NEW.is_normative, NEW.effective_on, NEW.expires_on, NEW.history, NEW.category,
            NEW.ground_id, NEW.ground_reason, NEW.statutory_item, NEW.change_note, NEW.digest
        ) IS DISTINCT FROM ROW(
            OLD.title, OLD.summary, OLD.text, OLD.time_limit, OLD.forms, OLD.generated_on,
            OLD.document_number, OLD.remark, OLD.theme_id, OLD.keywords, OLD.genre,
            OLD.is_normative, OLD.effective_on, OLD.expires_on, OLD.history, OLD.category,
            OLD.ground_id, OLD.ground_reason, OLD.statutory_item, OLD.change_note, OLD.digest
        ) THEN
            RAISE EXCEPTION 'version % is no draft: what it says cannot change', OLD.id;
        END IF;
        IF OLD.state IN ('released', 'superseded', 'abandoned')
                AND NEW.state NOT IN (OLD.state, 'superseded') THEN
            RAISE EXCEPTION 'version % ended as %: it is not worked on again', OLD.id, OLD.state;
        END IF;
        IF OLD.state = 'abandoned' AND NEW.state <> 'abandoned' THEN
            RAISE EXCEPTION 'version % was abandoned', OLD.id;
        END IF;
        IF OLD.released_at IS NOT NULL AND (
            NEW.record_id, NEW.number, NEW.proposal_id, NEW.import_row_id, NEW.text_file,
            NEW.released_at
        ) IS DISTINCT FROM (
            OLD.record_id, OLD.number, OLD.proposal_id, OLD.import_row_id, OLD.text_file,
            OLD.released_at
        ) THEN
            RAISE EXCEPTION 'version % was released: its proofs cannot change', OLD.id;
        END IF;
    END IF;
    IF NEW.state = 'released' AND NOT records_version_is_cleared(NEW) THEN
        RAISE EXCEPTION 'version % was not reviewed and approved as it is', NEW.id;
    END IF;
    RETURN NEW;
END
$body$;

CREATE OR REPLACE FUNCTION records_withdrawal_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF OLD.outcome <> '' OR (NEW.record_id, NEW.reason, NEW.title_may_show, NEW.hidden_by_id,
            NEW.hidden_at) IS DISTINCT FROM (OLD.record_id, OLD.reason, OLD.title_may_show,
            OLD.hidden_by_id, OLD.hidden_at) THEN
        RAISE EXCEPTION 'withdrawal % can only be decided, and once', OLD.id;
    END IF;
    RETURN NEW;
END
$body$;
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0011_disclosures")]

    operations = [
        migrations.RemoveConstraint(
            model_name="withdrawal",
            name="one_withdrawal_waits_for_its_second_person",
        ),
        migrations.AddField(
            model_name="withdrawal",
            name="version",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="withdrawals",
                to="records.recordversion",
            ),
        ),
        migrations.AlterField(
            model_name="recordversion",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("proposed", "Proposed"),
                    ("reviewed", "Reviewed"),
                    ("approved", "Approved"),
                    ("released", "Released"),
                    ("superseded", "Superseded"),
                    ("hidden", "Hidden, withdrawal to be confirmed"),
                    ("withdrawn", "Withdrawn"),
                    ("abandoned", "Abandoned"),
                ],
                default="draft",
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "")),
                fields=("record", "version"),
                name="one_withdrawal_waits_for_its_second_person",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("version__isnull", False), models.Q(("outcome", "restored"), _negated=True)
                ),
                fields=("version",),
                name="a_version_is_withdrawn_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("version__isnull", True), ("title_may_show", False), _connector="OR"
                ),
                name="title_of_a_withdrawn_version_never_shows",
            ),
        ),
        migrations.RunSQL(INSTALL, REMOVE),
    ]
