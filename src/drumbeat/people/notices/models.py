"""Notices to members: shown in the product, sent by mail once, at once or as a digest."""

from django.db import models
from django.utils import timezone

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.members.models import Brand, Member
from drumbeat.people.records import in_language


class Notice(models.Model):
    """Something a member should know. The sentence is stored in both languages at birth."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("ntc"))
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    text_en = models.CharField(max_length=300)
    text_zh = models.CharField(max_length=300)
    url = models.CharField(max_length=300, blank=True)
    is_urgent = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    mail_tries = models.PositiveSmallIntegerField(default=0, help_text="mails that failed")
    mail_not_before = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["member", "read_at", "-created_at"])]

    def __str__(self):
        return in_language(self.text_en, self.text_zh)

    def belongs_to(self, member):
        return self.member_id == member.pk
