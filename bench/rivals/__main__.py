"""`python -m bench.rivals ENGINE QUESTION EVENTS`: ask one rival once, and print the seconds."""

import sys
from pathlib import Path

from bench.rivals import rivals
from bench.timing import seconds

engine, question, events = sys.argv[1:]
print(seconds(rivals(Path(events))[engine][question]))
