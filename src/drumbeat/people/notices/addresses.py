"""Addresses that hold outside the page they are made on: in notices and mails."""

from django.urls import get_script_prefix


def address(obj) -> str:
    """Path of the object's page with its brand in front, once, whatever request we are in."""
    return in_brand(obj.get_absolute_url(), obj.brand)


def in_brand(path: str, brand) -> str:
    """The path inside the brand: `reverse` names the brand in a request of the brand only."""
    inside = f"/b/{brand.slug}/"
    return path if inside in path else inside + path.removeprefix(get_script_prefix())
