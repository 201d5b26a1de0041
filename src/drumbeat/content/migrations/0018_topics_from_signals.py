import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0017_faces_and_alternatives'),
        ('strategy', '0020_wave_goals'),
    ]

    operations = [
        migrations.AddField(
            model_name='demand',
            name='signal',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='demand', to='strategy.signal'),
        ),
        migrations.AddField(
            model_name='topic',
            name='signal',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='topics', to='strategy.signal'),
        ),
    ]
