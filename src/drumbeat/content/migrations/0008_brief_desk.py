"""Briefs have a type: those that name a campaign are campaign briefs, all others single pieces.
References, answers to what was tried before and to changes stand beside them."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import drumbeat.people.identity
from django.db import migrations, models


def say_the_type(apps, schema_editor):
    briefs = apps.get_model("content", "Brief").objects.using(schema_editor.connection.alias)
    briefs.exclude(campaign=None).order_by().update(kind="campaign")


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0007_library'),
        ('people', '0003_audit_without_a_second_index'),
        ('strategy', '0013_wordings'),
    ]

    operations = [
        migrations.CreateModel(
            name='ChangeAnswer',
            fields=[
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('archived_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('row_version', models.PositiveIntegerField(default=1, editable=False)),
                ('id', models.CharField(default=drumbeat.people.identity.prefixed_ulid('cha'), max_length=30, primary_key=True, serialize=False)),
                ('answer', models.CharField(choices=[('kept', 'No change needed'), ('follows', 'Our work follows the change')], max_length=10, verbose_name='answer')),
                ('note', models.TextField(max_length=1000, verbose_name='what follows, or why nothing does')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='Reference',
            fields=[
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('archived_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('row_version', models.PositiveIntegerField(default=1, editable=False)),
                ('id', models.CharField(default=drumbeat.people.identity.prefixed_ulid('rfc'), max_length=30, primary_key=True, serialize=False)),
                ('url', models.URLField(blank=True, max_length=500, validators=[django.core.validators.URLValidator(schemes=('http', 'https'))], verbose_name='address')),
                ('title', models.CharField(blank=True, max_length=160, verbose_name='title')),
                ('why', models.CharField(help_text='What to take from it, and what not', max_length=300, verbose_name='why')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='TriedAnswer',
            fields=[
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('archived_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('row_version', models.PositiveIntegerField(default=1, editable=False)),
                ('id', models.CharField(default=drumbeat.people.identity.prefixed_ulid('tra'), max_length=30, primary_key=True, serialize=False)),
                ('answer', models.CharField(choices=[('used', 'We use it'), ('set_aside', 'It does not apply')], max_length=10, verbose_name='answer')),
                ('why', models.TextField(max_length=1000, verbose_name='how, or why not')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.AddField(
            model_name='brief',
            name='claims',
            field=models.TextField(blank=True, default='', verbose_name='claims allowed'),
        ),
        migrations.AddField(
            model_name='brief',
            name='disclosure',
            field=models.CharField(blank=True, default='', max_length=120, verbose_name='how it is marked'),
        ),
        migrations.AddField(
            model_name='brief',
            name='happens_on',
            field=models.DateField(blank=True, null=True, verbose_name='day of the event'),
        ),
        migrations.AddField(
            model_name='brief',
            name='kind',
            field=models.CharField(choices=[('campaign', 'Campaign'), ('piece', 'Single piece'), ('film', 'Film or script'), ('kol', 'KOL or press'), ('event', 'Event or live stream'), ('always_on', 'Always-on')], default='piece', max_length=10, verbose_name='type'),
        ),
        migrations.AddField(
            model_name='brief',
            name='length',
            field=models.CharField(blank=True, default='', max_length=120, verbose_name='length'),
        ),
        migrations.AddField(
            model_name='brief',
            name='place',
            field=models.CharField(blank=True, default='', max_length=200, verbose_name='place'),
        ),
        migrations.AddField(
            model_name='brief',
            name='rhythm',
            field=models.CharField(blank=True, default='', max_length=120, verbose_name='rhythm'),
        ),
        migrations.AddField(
            model_name='brief',
            name='runs_on',
            field=models.CharField(blank=True, default='', max_length=200, verbose_name='where it runs'),
        ),
        migrations.AddConstraint(
            model_name='brief',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['campaign', 'piece', 'film', 'kol', 'event', 'always_on'])), name='brief_kind_known'),
        ),
        migrations.AddField(
            model_name='changeanswer',
            name='brand',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.brand'),
        ),
        migrations.AddField(
            model_name='changeanswer',
            name='brief',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='change_answers', to='content.brief'),
        ),
        migrations.AddField(
            model_name='changeanswer',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.member', verbose_name='owner'),
        ),
        migrations.AddField(
            model_name='reference',
            name='asset',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='content.asset', verbose_name='asset of our library'),
        ),
        migrations.AddField(
            model_name='reference',
            name='brand',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.brand'),
        ),
        migrations.AddField(
            model_name='reference',
            name='brief',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='references', to='content.brief'),
        ),
        migrations.AddField(
            model_name='reference',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.member', verbose_name='owner'),
        ),
        migrations.AddField(
            model_name='triedanswer',
            name='brand',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.brand'),
        ),
        migrations.AddField(
            model_name='triedanswer',
            name='brief',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tried_answers', to='content.brief'),
        ),
        migrations.AddField(
            model_name='triedanswer',
            name='earlier',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='content.brief'),
        ),
        migrations.AddField(
            model_name='triedanswer',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.member', verbose_name='owner'),
        ),
        migrations.AddConstraint(
            model_name='reference',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('asset', None), models.Q(('url', ''), _negated=True)), models.Q(('asset__isnull', False), ('url', '')), _connector='OR'), name='reference_is_a_page_or_an_asset'),
        ),
        migrations.AddConstraint(
            model_name='triedanswer',
            constraint=models.UniqueConstraint(fields=('brief', 'earlier'), name='one_answer_an_earlier'),
        ),
        migrations.AddConstraint(
            model_name='triedanswer',
            constraint=models.CheckConstraint(condition=models.Q(('brief', models.F('earlier')), _negated=True), name='earlier_is_another'),
        ),
        migrations.RunPython(say_the_type, migrations.RunPython.noop),
    ]
