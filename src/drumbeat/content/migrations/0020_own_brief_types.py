import django.db.models.deletion
import django.utils.timezone
import drumbeat.people.identity
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0019_scores_by_a_day'),
        ('people', '0003_audit_without_a_second_index'),
        ('strategy', '0020_wave_goals'),
    ]

    operations = [
        migrations.CreateModel(
            name='BriefType',
            fields=[
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('archived_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('row_version', models.PositiveIntegerField(default=1, editable=False)),
                ('title_en', models.CharField(blank=True, max_length=160, verbose_name='name (English)')),
                ('title_zh', models.CharField(blank=True, max_length=160, verbose_name='name (Chinese)')),
                ('id', models.CharField(default=drumbeat.people.identity.prefixed_ulid('bty'), max_length=30, primary_key=True, serialize=False)),
                ('meaning', models.CharField(blank=True, max_length=200, verbose_name='what it is for')),
                ('asks', models.JSONField(blank=True, default=list)),
                ('may', models.JSONField(blank=True, default=list)),
                ('mandatories', models.TextField(blank=True, max_length=2000, verbose_name='mandatory lines')),
                ('edition', models.PositiveIntegerField(default=1, editable=False, verbose_name='edition')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='brief',
            name='brief_kind_known',
        ),
        migrations.AddField(
            model_name='brief',
            name='assignee',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.member', verbose_name='assigned to'),
        ),
        migrations.AddField(
            model_name='brief',
            name='definition',
            field=models.JSONField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='brief',
            name='kind',
            field=models.CharField(choices=[('campaign', 'Campaign'), ('piece', 'Single piece'), ('film', 'Film or script'), ('kol', 'KOL or press'), ('event', 'Event or live stream'), ('always_on', 'Always-on'), ('own', 'Own type')], default='piece', max_length=10, verbose_name='type'),
        ),
        migrations.AddField(
            model_name='brieftype',
            name='brand',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.brand'),
        ),
        migrations.AddField(
            model_name='brieftype',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.member', verbose_name='owner'),
        ),
        migrations.AddField(
            model_name='brief',
            name='own_type',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='briefs', to='content.brieftype', verbose_name='own type'),
        ),
        migrations.AddConstraint(
            model_name='brief',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['campaign', 'piece', 'film', 'kol', 'event', 'always_on', 'own'])), name='brief_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='brief',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'own'), ('own_type__isnull', False)), models.Q(models.Q(('kind', 'own'), _negated=True), ('own_type', None)), _connector='OR'), name='brief_own_type_named'),
        ),
        migrations.AddConstraint(
            model_name='brieftype',
            constraint=models.CheckConstraint(condition=models.Q(('title_en', ''), ('title_zh', ''), _negated=True), name='brief_type_named'),
        ),
    ]
