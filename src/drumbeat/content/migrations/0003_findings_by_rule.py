import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0002_insights'),
        ('strategy', '0006_brand_platform'),
    ]

    operations = [
        migrations.AddField(
            model_name='finding',
            name='rule',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='strategy.brandrule'),
        ),
    ]
