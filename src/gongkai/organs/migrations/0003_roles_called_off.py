"""A role that was given up before it held ends on the day before its first."""

import datetime

import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organs', '0002_merged_and_renamed'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='roleassignment',
            name='role_ends_after_it_begins',
        ),
        migrations.AddConstraint(
            model_name='roleassignment',
            constraint=models.CheckConstraint(condition=models.Q(('until_on__isnull', True), ('until_on__gte', django.db.models.expressions.CombinedExpression(models.F('from_on'), '-', models.Value(datetime.timedelta(days=1)))), _connector='OR'), name='role_ends_after_it_begins'),
        ),
    ]
