"""A placement changes its state where it lies.

A freeze changes ten thousand states at once. While an index held the state, PostgreSQL wrote a new
entry in each of the table's seventeen indexes for every one of them. The index goes (that on the
campaign alone finds the same rows), and each page keeps room for new versions of its rows. What it
writes of each, a hold, loses the indexes by which nobody looks.
"""

from django.db import migrations, models


def keep_room(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute("ALTER TABLE channels_placement SET (fillfactor = 50)")
    # What is there is laid out anew, with that room; the table is small.
    schema_editor.execute("CLUSTER channels_placement USING channels_placement_pkey")


def keep_none(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE channels_placement RESET (fillfactor)")


class Migration(migrations.Migration):
    dependencies = [("channels", "0002_holds")]

    operations = [
        *(
            migrations.AlterField(
                model_name="hold",
                name=name,
                field=models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to="people.member",
                ),
            )
            for name in ("let_go_by", "stopped_by")
        ),
        migrations.AlterField(
            model_name="hold",
            name="freeze",
            field=models.ForeignKey(
                db_index=False,
                on_delete=models.CASCADE,
                related_name="holds",
                to="strategy.freeze",
            ),
        ),
        migrations.RemoveIndex(model_name="placement", name="channels_pl_campaig_f65107_idx"),
        migrations.RunPython(keep_room, keep_none),
    ]
