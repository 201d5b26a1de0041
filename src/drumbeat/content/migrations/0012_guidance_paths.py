import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import drumbeat.people.identity
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0011_approved_at_once'),
        ('people', '0003_audit_without_a_second_index'),
        ('strategy', '0013_wordings'),
    ]

    operations = [
        migrations.CreateModel(
            name='GuidancePath',
            fields=[
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('archived_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('row_version', models.PositiveIntegerField(default=1, editable=False)),
                ('title_en', models.CharField(blank=True, max_length=160, verbose_name='name (English)')),
                ('title_zh', models.CharField(blank=True, max_length=160, verbose_name='name (Chinese)')),
                ('id', models.CharField(default=drumbeat.people.identity.prefixed_ulid('gpa'), max_length=30, primary_key=True, serialize=False)),
                ('window_hours', models.PositiveSmallIntegerField(default=168, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(2160)], verbose_name='time for the whole path (hours)')),
                ('number', models.PositiveSmallIntegerField(default=1, editable=False)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('in_force', 'In force'), ('superseded', 'Superseded')], default='draft', editable=False, max_length=20)),
                ('audience', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='guidance_paths', to='strategy.audience', verbose_name='audience')),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.brand')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guidance_paths', to='strategy.campaign', verbose_name='campaign')),
                ('message', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='guidance_paths', to='strategy.keymessage', verbose_name='key message')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.member', verbose_name='owner')),
                ('replaces', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successors', to='content.guidancepath')),
            ],
            options={
                'ordering': ['-created_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='PathStep',
            fields=[
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('archived_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('row_version', models.PositiveIntegerField(default=1, editable=False)),
                ('title_en', models.CharField(blank=True, max_length=160, verbose_name='name (English)')),
                ('title_zh', models.CharField(blank=True, max_length=160, verbose_name='name (Chinese)')),
                ('id', models.CharField(default=drumbeat.people.identity.prefixed_ulid('gps'), max_length=30, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('kind', models.CharField(choices=[('ad', 'Advertisement'), ('page', 'Page'), ('mail', 'Mail'), ('chat', 'Chat'), ('event', 'Event'), ('shop', 'Shop'), ('form', 'Form'), ('other', 'Other')], default='page', max_length=10, verbose_name='kind')),
                ('is_exit', models.BooleanField(default=False, verbose_name='a side exit of the step before')),
                ('url', models.URLField(blank=True, max_length=500, validators=[django.core.validators.URLValidator(schemes=('http', 'https'))], verbose_name='address')),
                ('promise', models.CharField(blank=True, max_length=200, verbose_name='promise')),
                ('call_to_action', models.CharField(blank=True, max_length=80, verbose_name='call to action')),
                ('counts_as', models.CharField(choices=[('link', 'A tracking link of the campaign'), ('page', 'Page'), ('event', 'Tracked event')], default='page', max_length=10, verbose_name='counted by')),
                ('counted', models.CharField(blank=True, max_length=200, verbose_name='path or event')),
                ('on_page', models.CharField(blank=True, max_length=200, verbose_name='only on the page')),
                ('target_rate', models.DecimalField(blank=True, decimal_places=5, max_digits=6, null=True, verbose_name='target rate')),
                ('checked_at', models.DateTimeField(editable=False, null=True)),
                ('problem', models.CharField(blank=True, editable=False, max_length=30)),
                ('problem_params', models.JSONField(default=dict, editable=False)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.brand')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.member', verbose_name='owner')),
                ('path', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='content.guidancepath')),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.AddConstraint(
            model_name='guidancepath',
            constraint=models.CheckConstraint(condition=models.Q(('title_en', ''), ('title_zh', ''), _negated=True), name='guidance_path_named'),
        ),
        migrations.AddConstraint(
            model_name='guidancepath',
            constraint=models.CheckConstraint(condition=models.Q(('window_hours__gte', 1)), name='guidance_path_window_hours'),
        ),
        migrations.AddConstraint(
            model_name='guidancepath',
            constraint=models.UniqueConstraint(condition=models.Q(('archived_at', None)), fields=('replaces',), name='guidance_path_one_successor'),
        ),
        migrations.AddConstraint(
            model_name='pathstep',
            constraint=models.CheckConstraint(condition=models.Q(('title_en', ''), ('title_zh', ''), _negated=True), name='path_step_named'),
        ),
        migrations.AddConstraint(
            model_name='pathstep',
            constraint=models.CheckConstraint(condition=models.Q(('target_rate', None), models.Q(('target_rate__gte', 0), ('target_rate__lte', 1)), _connector='OR'), name='path_step_rate_is_a_share'),
        ),
    ]
