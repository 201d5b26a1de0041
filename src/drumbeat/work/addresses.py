"""Addresses that hold outside the page they are made on: in notices and mails."""

from django.urls import get_script_prefix


def address(obj) -> str:
    """Path of the object's page with its brand in front, from a request or from anywhere else."""
    prefix = get_script_prefix()
    path = obj.get_absolute_url()
    inside = f"/b/{obj.brand.slug}/"
    return path if inside in prefix else inside + path.removeprefix(prefix)
