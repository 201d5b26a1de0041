import django.db.models.deletion
import django.utils.timezone
import drumbeat.people.identity
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_audit_without_a_second_index'),
        ('strategy', '0013_wordings'),
    ]

    operations = [
        migrations.CreateModel(
            name='FxRate',
            fields=[
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('archived_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('row_version', models.PositiveIntegerField(default=1, editable=False)),
                ('id', models.CharField(default=drumbeat.people.identity.prefixed_ulid('fxr'), max_length=30, primary_key=True, serialize=False)),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('against', models.CharField(max_length=3, verbose_name='in')),
                ('on', models.DateField(verbose_name="valid from")),
                ('rate', models.DecimalField(decimal_places=10, max_digits=20, verbose_name='rate')),
                ('source', models.CharField(max_length=120, verbose_name='source')),
            ],
            options={
                'ordering': ['currency', 'against', '-on'],
            },
        ),
        migrations.AddField(
            model_name='budgetline',
            name='currency',
            field=models.CharField(blank=True, max_length=3, verbose_name='currency'),
        ),
        migrations.AddField(
            model_name='budgetline',
            name='own_minor',
            field=models.BigIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='budgetline',
            name='rate',
            field=models.DecimalField(blank=True, decimal_places=10, editable=False, max_digits=20, null=True, verbose_name='rate'),
        ),
        migrations.AddField(
            model_name='budgetline',
            name='rate_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='budgetmove',
            name='source_minor',
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='budgetmove',
            name='target_minor',
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='ledgerentry',
            name='own_minor',
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('currency', ''), ('own_minor', None), ('rate', None), ('rate_on', None)), models.Q(models.Q(('currency', ''), _negated=True), ('own_minor__isnull', False), ('rate__isnull', False), ('rate_on__isnull', False), ('own_minor__gte', 0), ('rate__gt', 0)), _connector='OR'), name='line_foreign_has_its_rate'),
        ),
        migrations.AddField(
            model_name='fxrate',
            name='brand',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.brand'),
        ),
        migrations.AddField(
            model_name='fxrate',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.member', verbose_name='owner'),
        ),
        migrations.AddConstraint(
            model_name='fxrate',
            constraint=models.UniqueConstraint(fields=('brand', 'currency', 'against', 'on'), name='one_rate_a_day'),
        ),
        migrations.AddConstraint(
            model_name='fxrate',
            constraint=models.CheckConstraint(condition=models.Q(('rate__gt', 0)), name='rate_above_zero'),
        ),
        migrations.AddConstraint(
            model_name='fxrate',
            constraint=models.CheckConstraint(condition=models.Q(('currency', models.F('against')), _negated=True), name='rate_of_another_currency'),
        ),
    ]
