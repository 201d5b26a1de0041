"""How Chinese is said, in Latin letters. Other letters stay as they are.

The dictionaries take half a second to load, so only who spells something waits for them: most
commands spell nothing.
"""


def syllables(text: str) -> list[str]:
    """Without tones, an item a character, or a run of other letters: "鼓点 42" → gu, dian, " 42"."""
    from pypinyin import lazy_pinyin

    return lazy_pinyin(text)


def initials(text: str) -> list[str]:
    """The first letter of each syllable: "新品上市" → x, p, s, s."""
    from pypinyin import Style, lazy_pinyin

    return lazy_pinyin(text, style=Style.FIRST_LETTER)


def sounds(character: str) -> set[str]:
    """Every way in which one character is said, without its tone and with it: “zui”, “zuì”."""
    from pypinyin import Style, pinyin

    styles = (Style.NORMAL, Style.TONE)
    return {said for style in styles for said in pinyin(character, style=style, heteronym=True)[0]}
