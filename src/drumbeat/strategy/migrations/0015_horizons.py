import django.db.models.deletion
import django.utils.timezone
import drumbeat.people.identity
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_audit_without_a_second_index'),
        ('strategy', '0014_line_currencies'),
    ]

    operations = [
        migrations.CreateModel(
            name='PlanYear',
            fields=[
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('archived_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('row_version', models.PositiveIntegerField(default=1, editable=False)),
                ('id', models.CharField(default=drumbeat.people.identity.prefixed_ulid('pyr'), max_length=30, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField(editable=False)),
                ('choices_made', models.TextField(verbose_name='what we choose to do')),
                ('not_doing', models.TextField(verbose_name='what we will not do')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.AddField(
            model_name='plan',
            name='under',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='strategy.plan', verbose_name='carries out the three-year plan'),
        ),
        migrations.AlterField(
            model_name='plan',
            name='kind',
            field=models.CharField(choices=[('strategy', 'Three-year plan'), ('annual', 'Annual plan'), ('launch', 'Launch plan'), ('campaign', 'Campaign plan')], default='launch', max_length=10, verbose_name='kind'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'strategy'), _negated=True), models.Q(('budget_minor', 0), ('under', None)), _connector='OR'), name='plan_of_three_years_on_top'),
        ),
        migrations.AddField(
            model_name='planyear',
            name='brand',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.brand'),
        ),
        migrations.AddField(
            model_name='planyear',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.member', verbose_name='owner'),
        ),
        migrations.AddField(
            model_name='planyear',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='years', to='strategy.plan'),
        ),
        migrations.AddConstraint(
            model_name='planyear',
            constraint=models.UniqueConstraint(fields=('plan', 'number'), name='plan_year_once'),
        ),
        migrations.AddConstraint(
            model_name='planyear',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1), ('number__lte', 3)), name='plan_year_of_three'),
        ),
    ]
