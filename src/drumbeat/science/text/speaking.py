"""How long a text takes to say."""

import re

from drumbeat.science.text.folding import HAN

# Read aloud, a Chinese text goes at 255 ± 29 characters a minute (Trauzettel-Klosinski & Dietz,
# “Standardized assessment of reading performance: the new International Reading Speed Texts IReST”,
# IOVS 53, 2012). Their English readers hurry (228 words); a voice-over keeps to the pace of
# conversation, 150 words (National Center for Voice and Speech, “Voice qualities”).
CHARACTERS_A_MINUTE = 255
WORDS_A_MINUTE = 150
_CHARACTER = re.compile(f"[{HAN}]")
_WORD = re.compile(rf"[^\W{HAN}_]+(?:[.'’-][^\W{HAN}_]+)*")


def seconds_to_say(text: str) -> float:
    """Seconds of a voice-over, ≥ 0: Chinese characters and other words each at their own pace."""
    characters = len(_CHARACTER.findall(text))
    words = len(_WORD.findall(text))
    return 60 * (characters / CHARACTERS_A_MINUTE + words / WORDS_A_MINUTE)
