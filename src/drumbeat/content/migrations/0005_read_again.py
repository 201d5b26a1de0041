"""Texts wait to be read again when the rules change; those written so far wait from the start, as
nobody held them to the advertising law yet."""

from django.db import migrations, models
from django.db.models import OuterRef, Q, Subquery


def read_all_once(apps, schema_editor):
    versions = apps.get_model("content", "Version").objects.using(schema_editor.connection.alias)
    newest = versions.filter(asset=OuterRef("asset")).order_by("-number").values("pk")[:1]
    texts = versions.exclude(text="").exclude(state="retired").filter(asset__archived_at=None)
    in_use = Q(state__in=("approved", "published"))
    texts.filter(in_use | Q(pk=Subquery(newest))).order_by().update(needs_reading=True)


class Migration(migrations.Migration):
    dependencies = [("content", "0004_findings_by_law")]

    operations = [
        migrations.AddField(
            model_name="version",
            name="needs_reading",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddIndex(
            model_name="version",
            index=models.Index(
                condition=models.Q(("needs_reading", True)), fields=["id"], name="version_to_read"
            ),
        ),
        migrations.RunPython(read_all_once, migrations.RunPython.noop),
    ]
