"""The rule by which work is accepted, in English and in Chinese."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("work", "0002_tasks_by_the_ten_thousand")]

    operations = [
        migrations.RemoveConstraint("task", "task_has_acceptance"),
        migrations.RenameField("task", "acceptance", "acceptance_en"),
        migrations.AlterField(
            "task",
            "acceptance_en",
            models.TextField(blank=True, verbose_name="accepted when (English)"),
        ),
        migrations.AddField(
            "task",
            "acceptance_zh",
            models.TextField(blank=True, default="", verbose_name="accepted when (Chinese)"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            "task",
            models.CheckConstraint(
                condition=~models.Q(acceptance_en="", acceptance_zh=""), name="task_has_acceptance"
            ),
        ),
    ]
