"""Versions have values and words for each network; what is being written is kept; assets are paired
by language; remarks stand on passages."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import drumbeat.people.identity


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0008_brief_desk'),
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
        migrations.CreateModel(
            name='Pair',
            fields=[
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('archived_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('row_version', models.PositiveIntegerField(default=1, editable=False)),
                ('id', models.CharField(default=drumbeat.people.identity.prefixed_ulid('pai'), max_length=30, primary_key=True, serialize=False)),
                ('source_sha256', models.CharField(blank=True, max_length=64)),
                ('translation_sha256', models.CharField(blank=True, max_length=64)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.brand')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.member', verbose_name='owner')),
                ('source', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='content.asset')),
                ('translation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='content.asset')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('source', models.F('translation')), _negated=True), name='pair_of_two')],
            },
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('archived_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('row_version', models.PositiveIntegerField(default=1, editable=False)),
                ('id', models.CharField(default=drumbeat.people.identity.prefixed_ulid('rmk'), max_length=30, primary_key=True, serialize=False)),
                ('quote', models.CharField(max_length=1000)),
                ('before', models.CharField(blank=True, max_length=40)),
                ('after', models.CharField(blank=True, max_length=40)),
                ('body', models.TextField(blank=True)),
                ('replacement', models.TextField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('', 'Open'), ('taken', 'Taken over'), ('declined', 'Declined'), ('done', 'Done')], max_length=8)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('ended_at', models.DateTimeField(null=True)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.brand')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.member')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.member', verbose_name='owner')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='content.version')),
            ],
            options={
                'ordering': ['created_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('outcome', '')), models.Q(models.Q(('outcome', ''), _negated=True), ('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='remark_ended_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('body', ''), _negated=True), ('replacement__isnull', False), _connector='OR'), name='remark_says_something')],
            },
        ),
    ]
