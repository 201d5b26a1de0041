"""A test of routes: several wordings for one place in the message house, and which was taken."""

from django.db import models
from django.urls import reverse

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.records import Owned, in_language
from drumbeat.strategy.messages.models import KeyMessage, MessageHouse
from drumbeat.strategy.studies.models import Study


class RouteTest(Owned):
    """The routes themselves are the options of the questionnaire's first question.

    message: the sentence they are wordings for; None for the house's umbrella. block: the day of
    the questions that were asked.
    """

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("rtt"))
    house = models.ForeignKey(MessageHouse, on_delete=models.CASCADE, related_name="route_tests")
    message = models.ForeignKey(
        KeyMessage, null=True, blank=True, on_delete=models.CASCADE, related_name="route_tests"
    )
    study = models.OneToOneField(Study, on_delete=models.PROTECT, related_name="route_test")
    block = models.DateField()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self):
        return str(self.study)

    @property
    def place(self):
        """What the winner replaces: the sentence, or the house for its umbrella."""
        return self.message or self.house

    def get_absolute_url(self):
        return reverse("strategy:route_test", args=[self.pk])


class RouteChoice(Owned):
    """A route was taken over into the house: its words, why, and the figures at that moment.

    figures: [{"en", "zh", "base", "shares": {measure key: share 0–1 or None}}], a route each.
    """

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("rtc"))
    test = models.OneToOneField(RouteTest, on_delete=models.CASCADE, related_name="choice")
    route = models.CharField(max_length=12)
    words_en = models.CharField(max_length=200, blank=True)
    words_zh = models.CharField(max_length=200, blank=True)
    why = models.CharField(max_length=500, blank=True)
    is_winner = models.BooleanField()
    figures = models.JSONField(default=list)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self):
        return in_language(self.words_en, self.words_zh)

    def get_absolute_url(self):
        return self.test.get_absolute_url()
