"""Customs, taxes and the like: organs that no government leads are marked."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organs', '0003_roles_called_off'),
    ]

    operations = [
        migrations.AddField(
            model_name='organ',
            name='is_led_from_above',
            field=models.BooleanField(default=False),
        ),
    ]
