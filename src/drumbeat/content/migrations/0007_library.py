"""Facts of files stand beside them, names are spelled for the search, rights have a cost.

The files of versions wait to be read: the clock does that, a portion at a time.
"""

import django.db.models.deletion
from django.db import migrations, models

from drumbeat.knowledge.search.matching import spelled

AT_ONCE = 2_000


def let_files_wait(apps, schema_editor):
    alias = schema_editor.connection.alias
    files = apps.get_model("work", "StoredFile").objects.using(alias)
    held = apps.get_model("content", "Version").objects.using(alias).exclude(file=None)
    facts = apps.get_model("content", "FileFacts")
    rows = files.filter(pk__in=held.order_by().values("file")).values_list("pk", "brand_id")
    facts.objects.using(alias).bulk_create(
        [facts(file_id=pk, brand_id=brand) for pk, brand in rows], batch_size=AT_ONCE
    )


def spell(apps, schema_editor):
    assets = apps.get_model("content", "Asset").objects.using(schema_editor.connection.alias)
    some = []
    for asset in assets.only("title_en", "title_zh").iterator(AT_ONCE):
        asset.spelled = spelled(asset.title_en, asset.title_zh)
        some.append(asset)
        if len(some) == AT_ONCE:
            assets.bulk_update(some, ["spelled"])
            some = []
    assets.bulk_update(some, ["spelled"])


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0006_planning'),
        ('people', '0003_audit_without_a_second_index'),
        ('work', '0004_rules_in_chinese'),
    ]

    operations = [
        migrations.CreateModel(
            name='FileFacts',
            fields=[
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='facts', serialize=False, to='work.storedfile')),
                ('media_type', models.CharField(blank=True, max_length=100)),
                ('width', models.PositiveIntegerField(null=True)),
                ('height', models.PositiveIntegerField(null=True)),
                ('ratio', models.FloatField(null=True)),
                ('duration_ms', models.PositiveBigIntegerField(null=True)),
                ('codec', models.CharField(blank=True, max_length=60)),
                ('pages', models.PositiveIntegerField(null=True)),
                ('colours', models.JSONField(default=list)),
                ('hues', models.CharField(blank=True, max_length=80)),
                ('fingerprint', models.BigIntegerField(null=True)),
                ('notes', models.JSONField(default=dict)),
                ('problem', models.CharField(blank=True, max_length=20)),
                ('problem_detail', models.CharField(blank=True, max_length=80)),
                ('read_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='asset',
            name='spelled',
            field=models.TextField(blank=True, default='', editable=False),
        ),
        migrations.AddField(
            model_name='right',
            name='cost_minor',
            field=models.BigIntegerField(blank=True, null=True, verbose_name='cost'),
        ),
        migrations.AddField(
            model_name='right',
            name='currency',
            field=models.CharField(blank=True, default='', max_length=3, verbose_name='currency'),
        ),
        migrations.AddField(
            model_name='right',
            name='warned_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name='right',
            index=models.Index(fields=['brand', 'ends_on'], name='rights_by_end'),
        ),
        migrations.AddConstraint(
            model_name='right',
            constraint=models.CheckConstraint(condition=models.Q(('cost_minor', None), models.Q(('cost_minor__gte', 0), models.Q(('currency', ''), _negated=True)), _connector='OR'), name='right_cost_has_a_currency'),
        ),
        migrations.AddField(
            model_name='filefacts',
            name='brand',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.brand'),
        ),
        migrations.AddIndex(
            model_name='filefacts',
            index=models.Index(condition=models.Q(('read_at', None)), fields=['file'], name='file_to_read'),
        ),
        migrations.AddIndex(
            model_name='filefacts',
            index=models.Index(condition=models.Q(('fingerprint__isnull', False)), fields=['brand', 'fingerprint'], name='pictures_by_fingerprint'),
        ),
        migrations.AddIndex(
            model_name="asset",
            index=models.Index(
                condition=models.Q(("archived_at", None)),
                fields=["brand", "-id"],
                name="library_newest",
            ),
        ),
        migrations.RunPython(let_files_wait, migrations.RunPython.noop),
        migrations.RunPython(spell, migrations.RunPython.noop),
    ]
