"""A clean copy is known as the document of which it was made."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# Until now only the trail said which copy was made of which file.
FROM_THE_TRAIL = """
INSERT INTO release_lineage (of_id, made_id, made_at)
SELECT of.digest, made.digest, min(entry.at)
FROM audit_entry AS entry
JOIN kernel_stored_file AS of ON of.digest = entry.details ->> 'of'
JOIN kernel_stored_file AS made ON made.digest = entry.details ->> 'made'
WHERE entry.action = 'release.clean' AND of.digest <> made.digest
GROUP BY of.digest, made.digest
"""


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0002_chain'),
        ('kernel', '0003_sealed_file'),
        ('release', '0008_material_handed_over'),
    ]

    operations = [
        migrations.CreateModel(
            name='Lineage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField()),
                ('made', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.storedfile')),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.storedfile')),
            ],
            options={
                'db_table': 'release_lineage',
                'constraints': [models.UniqueConstraint(fields=('of', 'made'), name='a_copy_is_of_a_file_once'), models.CheckConstraint(condition=models.Q(('of', models.F('made')), _negated=True), name='a_copy_is_not_its_own')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lineage',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c0c5f0f3ba91f0751d9948f1456d3046dfa2f8cf', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_cd662', table='release_lineage', when='BEFORE')),
        ),
        migrations.RunSQL(FROM_THE_TRAIL, migrations.RunSQL.noop),
    ]
