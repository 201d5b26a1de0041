import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0003_findings_by_rule'),
        ('people', '0002_notice_mail_tries'),
        ('strategy', '0009_trackers'),
        ('work', '0004_rules_in_chinese'),
    ]

    operations = [
        migrations.AddField(
            model_name='asset',
            name='sector',
            field=models.CharField(blank=True, help_text='Some trades have advertising rules of their own', max_length=30, verbose_name='sector'),
        ),
        migrations.AddField(
            model_name='finding',
            name='exemption',
            field=models.CharField(blank=True, default='', max_length=12, verbose_name='exemption'),
        ),
        migrations.AddField(
            model_name='finding',
            name='law_key',
            field=models.CharField(blank=True, default='', max_length=30),
        ),
        migrations.AddField(
            model_name='finding',
            name='proof',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='work.storedfile', verbose_name='proof'),
        ),
        migrations.AlterField(
            model_name='finding',
            name='severity',
            field=models.CharField(choices=[('block', 'Blocks'), ('high', 'High'), ('warn', 'Warning'), ('info', 'Hint')], default='warn', max_length=6, verbose_name='severity'),
        ),
        migrations.AddIndex(
            model_name='finding',
            index=models.Index(condition=models.Q(('law_key', ''), _negated=True), fields=['brand', 'law_key'], name='finding_by_law'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(('rule', None), ('law_key', ''), _connector='OR'), name='finding_breaks_one_rule'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(('exemption__in', ('', 'false_alarm')), ('proof__isnull', False), _connector='OR'), name='finding_exemption_is_proven'),
        ),
    ]
