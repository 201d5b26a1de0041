"""The trail is written by every act: its brand is found by the two indexes that begin with it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_notice_mail_tries")]

    operations = [
        migrations.AlterField(
            model_name="auditevent",
            name="brand",
            field=models.ForeignKey(
                db_index=False,
                on_delete=models.PROTECT,
                related_name="+",
                to="people.brand",
            ),
        ),
    ]
