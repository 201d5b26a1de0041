"""A new brand starts furnished: playbooks, channels, a first source, the first conversion."""

from django.dispatch import receiver

from drumbeat.channels.registry.actions import install_channels
from drumbeat.insight.models import Conversion, Source
from drumbeat.people.signals import brand_founded
from drumbeat.work.playbooks.actions import install_playbooks


@receiver(brand_founded)
def furnish(sender, brand, by, **_more):
    install_playbooks(brand, by)
    install_channels(brand, by)
    Source.objects.create(brand=brand, owner=by, title_en="Website", title_zh="官网")
    Conversion.objects.create(
        brand=brand,
        owner=by,
        key="order",
        title_en="Order",
        title_zh="订单",
        event_name="Order Completed",
        refund_event="Order Refunded",
    )
