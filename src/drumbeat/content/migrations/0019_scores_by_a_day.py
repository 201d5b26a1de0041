import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0018_topics_from_signals'),
        ('people', '0003_audit_without_a_second_index'),
    ]

    operations = [
        migrations.CreateModel(
            name='Scoring',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField()),
                ('late_told_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.member')),
                ('brief', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='scoring', to='content.brief')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('late_told_at', None)), fields=['due_on'], name='scores_by_due')],
            },
        ),
    ]
