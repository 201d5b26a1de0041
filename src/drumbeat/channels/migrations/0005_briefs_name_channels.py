"""A brief names channels. Where it said in words what a channel is called, it names that channel;
the words stay."""

import re
from collections import defaultdict

from django.db import migrations, models

BETWEEN = re.compile(r"[,，、;；/／\n]")
AT_ONCE = 1000


def name_the_channels(apps, schema_editor):
    alias = schema_editor.connection.alias
    briefs = apps.get_model("content", "Brief").objects.using(alias)
    channels = apps.get_model("channels", "Channel").objects.using(alias)
    called = defaultdict(set)
    for pk, brand, *names in channels.filter(archived_at=None).values_list(
        "pk", "brand", "title_en", "title_zh"
    ):
        for name in filter(None, names):
            called[brand, name.strip().casefold()].add(pk)
    named = channels.model.briefs.through
    said = briefs.exclude(runs_on="").order_by().values_list("pk", "brand", "runs_on")
    found = [
        named(brief_id=brief, channel_id=channel)
        for brief, brand, words in said
        for channel in set().union(
            *(called.get((brand, part.strip().casefold()), ()) for part in BETWEEN.split(words))
        )
    ]
    named.objects.using(alias).bulk_create(found, batch_size=AT_ONCE)


class Migration(migrations.Migration):

    dependencies = [
        ('channels', '0004_specs'),
        ('content', '0018_topics_from_signals'),
    ]

    operations = [
        migrations.AddField(
            model_name='channel',
            name='briefs',
            field=models.ManyToManyField(editable=False, related_name='channels', to='content.brief'),
        ),
        migrations.RunPython(name_the_channels, migrations.RunPython.noop),
    ]
