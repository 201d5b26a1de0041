"""Drumbeat (鼓点): one system in which a marketing team works and the thread never breaks."""

__version__ = "0.1.0"
