"""Free words on assets, the brand's own: the same word is the same tag however it was typed."""

import unicodedata

from django.db import models
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from drumbeat.content.assets.models import Asset
from drumbeat.knowledge.search.matching import spelled
from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.records import Owned

LONGEST_TAG = 40


def key_of(name: str) -> str:
    """What makes two ways of typing a word one tag: width and case do not count."""
    return unicodedata.normalize("NFKC", name).casefold()


class Tag(Owned):
    """spelled: the name with its pinyin and initials, as the library's search reads it."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("tag"))
    name = models.CharField(_("tag"), max_length=LONGEST_TAG)
    key = models.CharField(max_length=LONGEST_TAG * 2, editable=False)
    spelled = models.TextField(editable=False, default="", blank=True)
    assets = models.ManyToManyField(Asset, related_name="tags")

    class Meta:
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(fields=["brand", "key"], name="tag_once"),
            models.CheckConstraint(condition=~models.Q(key=""), name="tag_has_a_word"),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.key, self.spelled = key_of(self.name), spelled(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return f"{reverse('content:assets')}?{urlencode({'tag': self.pk})}"
