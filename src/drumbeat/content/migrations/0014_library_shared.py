"""Tags, collections, and addresses under which people outside see them."""


import django.db.models.deletion
import django.utils.timezone
import drumbeat.people.identity
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0013_creative'),
        ('people', '0003_audit_without_a_second_index'),
    ]

    operations = [
        migrations.CreateModel(
            name='Collected',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('asset', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='content.asset')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Collection',
            fields=[
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('archived_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('row_version', models.PositiveIntegerField(default=1, editable=False)),
                ('title_en', models.CharField(blank=True, max_length=160, verbose_name='name (English)')),
                ('title_zh', models.CharField(blank=True, max_length=160, verbose_name='name (Chinese)')),
                ('id', models.CharField(default=drumbeat.people.identity.prefixed_ulid('col'), max_length=30, primary_key=True, serialize=False)),
                ('description', models.TextField(blank=True, max_length=1000, verbose_name='what it is for')),
                ('assets', models.ManyToManyField(related_name='collections', through='content.Collected', to='content.asset')),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.brand')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.member', verbose_name='owner')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.AddField(
            model_name='collected',
            name='collection',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='content.collection'),
        ),
        migrations.CreateModel(
            name='Share',
            fields=[
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('archived_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('row_version', models.PositiveIntegerField(default=1, editable=False)),
                ('id', models.CharField(default=drumbeat.people.identity.prefixed_ulid('shr'), max_length=30, primary_key=True, serialize=False)),
                ('code', models.CharField(default=drumbeat.people.identity.unguessable, editable=False, max_length=32, unique=True)),
                ('recipient', models.CharField(max_length=80, verbose_name='for whom')),
                ('ends_on', models.DateField(verbose_name='works until')),
                ('mode', models.CharField(choices=[('view', 'Look only'), ('download', 'Look and download')], default='view', max_length=8, verbose_name='what they may do')),
                ('password', models.CharField(blank=True, default='', max_length=128)),
                ('opened', models.PositiveIntegerField(default=0, editable=False)),
                ('opened_on', models.DateField(editable=False, null=True)),
                ('asset', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='content.asset')),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.brand')),
                ('collection', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='content.collection')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.member', verbose_name='owner')),
            ],
            options={
                'verbose_name': 'shared address',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('archived_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('row_version', models.PositiveIntegerField(default=1, editable=False)),
                ('id', models.CharField(default=drumbeat.people.identity.prefixed_ulid('tag'), max_length=30, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=40, verbose_name='tag')),
                ('key', models.CharField(editable=False, max_length=80)),
                ('spelled', models.TextField(blank=True, default='', editable=False)),
                ('assets', models.ManyToManyField(related_name='tags', to='content.asset')),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.brand')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.member', verbose_name='owner')),
            ],
            options={
                'ordering': ['key'],
            },
        ),
        migrations.AddConstraint(
            model_name='collection',
            constraint=models.CheckConstraint(condition=models.Q(('title_en', ''), ('title_zh', ''), _negated=True), name='collection_named'),
        ),
        migrations.AddIndex(
            model_name='collected',
            index=models.Index(fields=['collection', 'position'], name='collected_in_order'),
        ),
        migrations.AddConstraint(
            model_name='collected',
            constraint=models.UniqueConstraint(fields=('collection', 'asset'), name='collected_once'),
        ),
        migrations.AddConstraint(
            model_name='share',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('asset', None), ('collection__isnull', False)), models.Q(('asset__isnull', False), ('collection', None)), _connector='OR'), name='share_shows_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='share',
            constraint=models.CheckConstraint(condition=models.Q(('recipient', ''), _negated=True), name='share_is_for_somebody'),
        ),
        migrations.AddConstraint(
            model_name='tag',
            constraint=models.UniqueConstraint(fields=('brand', 'key'), name='tag_once'),
        ),
        migrations.AddConstraint(
            model_name='tag',
            constraint=models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='tag_has_a_word'),
        ),
    ]
