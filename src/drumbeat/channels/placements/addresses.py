"""Addresses of placements outside of a request, e.g. in notices."""

from django.urls import get_script_prefix

from drumbeat.channels.placements.models import Placement


def address_in_brand(placement: Placement) -> str:
    """The placement's path with its brand in front, whatever request we are in."""
    path = placement.get_absolute_url().removeprefix(get_script_prefix())
    return f"/b/{placement.brand.slug}/{path}"
