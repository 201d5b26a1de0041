"""Run as a program of its own: bounds itself, then becomes the program that its arguments name.

Whatever that one is fed, it has two gigabytes of memory and twenty seconds of a processor.
"""

import os
import resource
import sys

MEMORY_BYTES = 2 << 30
SECONDS = 20
WRITTEN_BYTES = 64 << 20

if __name__ == "__main__":
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, WRITTEN_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    os.execv(sys.argv[1], sys.argv[1:])
