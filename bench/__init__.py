"""Measurements side by side in one run; ratios, never single times. `python -m bench [NAME…]`."""
