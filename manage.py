#!/usr/bin/env python
"""Django's own commands, for developers (`drumbeat` is the command for users)."""

import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drumbeat.config.settings")
execute_from_command_line(sys.argv)
