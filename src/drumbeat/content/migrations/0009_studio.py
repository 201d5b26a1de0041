"""Versions have values and words for each network; what is being written is kept."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0007_library'),
        ('people', '0003_audit_without_a_second_index'),
    ]

    operations = [
        migrations.AddField(
            model_name='version',
            name='variables',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name='version',
            name='variants',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('typed', models.JSONField(default=dict)),
                ('begun_at', models.PositiveIntegerField()),
                ('hand', models.CharField(blank=True, max_length=40)),
                ('at', models.DateTimeField()),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.brand')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.member')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='content.version')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('version', 'owner'), name='draft_once_a_person')],
            },
        ),
    ]
