"""A pin knows the asset whose version it holds, so that pieces are counted without opening one."""

from django.db import migrations, models
from django.db.models import Max, OuterRef, Subquery

AT_ONCE = 10_000


def say_which_asset(apps, schema_editor):
    alias = schema_editor.connection.alias
    pins = apps.get_model("channels", "Pin").objects.using(alias).order_by()
    versions = apps.get_model("content", "Version").objects.using(alias)
    own = Subquery(versions.filter(pk=OuterRef("version_id")).values("asset_id"))
    last = pins.aggregate(last=Max("pk"))["last"] or 0
    for first in range(0, last + 1, AT_ONCE):
        pins.filter(pk__gte=first, pk__lt=first + AT_ONCE).update(asset_id=own)


class Migration(migrations.Migration):

    dependencies = [
        ('channels', '0005_briefs_name_channels'),
        ('content', '0020_own_brief_types'),
    ]

    operations = [
        migrations.AddField(
            model_name='pin',
            name='asset',
            field=models.ForeignKey(editable=False, null=True, on_delete=models.deletion.PROTECT, related_name='+', to='content.asset'),
        ),
        migrations.RunPython(say_which_asset, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='pin',
            name='asset',
            field=models.ForeignKey(editable=False, on_delete=models.deletion.PROTECT, related_name='+', to='content.asset'),
        ),
        migrations.AddIndex(
            model_name='pin',
            index=models.Index(fields=['placement', 'asset'], name='pin_of_asset'),
        ),
    ]
