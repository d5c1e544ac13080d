"""A layer keeps the name that whoever proposed it gave its file."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("release", "0009_clean_copies")]

    operations = [
        migrations.AddField(
            model_name='layer',
            name='said_title',
            field=models.CharField(blank=True, max_length=255),
        ),
    ]
