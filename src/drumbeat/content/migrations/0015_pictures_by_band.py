"""Fingerprints in four bands, which the database keeps: alike pictures are found by an index."""


import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0014_library_shared'),
        ('people', '0003_audit_without_a_second_index'),
        ('work', '0004_rules_in_chinese'),
    ]

    operations = [
        migrations.AddField(
            model_name='filefacts',
            name='band_0',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('fingerprint'), '>>', models.Value(0)), '&', models.Value(65535)), output_field=models.BigIntegerField(null=True)),
        ),
        migrations.AddField(
            model_name='filefacts',
            name='band_1',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('fingerprint'), '>>', models.Value(16)), '&', models.Value(65535)), output_field=models.BigIntegerField(null=True)),
        ),
        migrations.AddField(
            model_name='filefacts',
            name='band_2',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('fingerprint'), '>>', models.Value(32)), '&', models.Value(65535)), output_field=models.BigIntegerField(null=True)),
        ),
        migrations.AddField(
            model_name='filefacts',
            name='band_3',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('fingerprint'), '>>', models.Value(48)), '&', models.Value(65535)), output_field=models.BigIntegerField(null=True)),
        ),
        migrations.AddIndex(
            model_name='filefacts',
            index=models.Index(fields=['brand', 'band_0'], name='pictures_by_band_0'),
        ),
        migrations.AddIndex(
            model_name='filefacts',
            index=models.Index(fields=['brand', 'band_1'], name='pictures_by_band_1'),
        ),
        migrations.AddIndex(
            model_name='filefacts',
            index=models.Index(fields=['brand', 'band_2'], name='pictures_by_band_2'),
        ),
        migrations.AddIndex(
            model_name='filefacts',
            index=models.Index(fields=['brand', 'band_3'], name='pictures_by_band_3'),
        ),
    ]
