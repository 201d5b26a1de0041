"""Addresses of fragments that rooms above provide: asked by URL, never imported."""

from django.urls import Resolver404, get_script_prefix, resolve


def fragment(path: str) -> str:
    """The address of `path` (no leading slash) inside the brand; empty when nobody provides it."""
    try:
        resolve(f"/{path}")
    except Resolver404:
        return ""
    return get_script_prefix() + path
