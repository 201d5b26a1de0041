import re
from pathlib import Path

import drumbeat.formats
from drumbeat.formats.messages import MESSAGES

SOURCES = "\n".join(
    path.read_text()
    for path in Path(drumbeat.formats.__file__).parent.rglob("*.py")
    if path.name != "messages.py"
)


def test_every_code_in_the_room_has_a_sentence_and_every_sentence_is_used():
    used = set(re.findall(r'"([a-z]+(?:_[a-z]+)+|empty_file)"', SOURCES))
    assert set(MESSAGES) <= used
    raised = set(re.findall(r'(?:FileRefused|Unreadable)\(\s*"([a-z_]+)"', SOURCES))
    assert raised <= set(MESSAGES)


def test_every_refusal_of_a_row_says_what_to_do():
    remarks = {
        "header_repeated",
        "note_skipped",
        "formula_text",
        "finer_than_cents",
        "negative_spend",
    }
    remarks |= {"outside_period", "campaign_renamed", "threshold_value"}
    assert {code for code, message in MESSAGES.items() if not message.hint} == remarks
