import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('release', '0007_names_and_workers_of_layers'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='material',
            name='source_stays',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='material',
            trigger=pgtrigger.compiler.Trigger(name='source_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."subject_kind" IS DISTINCT FROM (NEW."subject_kind") OR OLD."subject_id" IS DISTINCT FROM (NEW."subject_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='ba8261050a1e4135a898adbc8cc32855882e1b26', operation='UPDATE', pgid='pgtrigger_source_stays_381b5', table='release_material', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='material',
            trigger=pgtrigger.compiler.Trigger(name='organ_stays_unless_merged', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.organ_id IS DISTINCT FROM NEW.organ_id\nAND coalesce(current_setting('gongkai.transfer', true), '') = '')", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='7c0ac583112cf6a0cc58df163276929b626f31cd', operation='UPDATE', pgid='pgtrigger_organ_stays_unless_merged_da7df', table='release_material', when='BEFORE')),
        ),
    ]
