"""Names in double braces that a text leaves open, {{price}}, and the values a version gives them."""

import re

NAME = r"[^\W\d]\w*"
_OPEN = re.compile(r"\{\{\s*(" + NAME + r")\s*\}\}")
_GIVEN = re.compile(rf"\s*({NAME})\s*[=＝:：]\s*(.*?)\s*")


def names_in(*texts: str) -> list[str]:
    """The names that the texts leave open, each once, in reading order."""
    return list(dict.fromkeys(name for text in texts for name in _OPEN.findall(text)))


def filled(text: str, values: dict[str, str]) -> str:
    """The text with its values; a name without one stays as it stands. A value is never read for
    names itself, so `{{name}}` for a mail program is written as a value."""
    return _OPEN.sub(lambda found: values.get(found[1], found[0]), text)


def read_lines(lines: str) -> tuple[dict[str, str], list[str]]:
    """(values, lines that are none) of what was typed: one `name = value` a line."""
    values, wrong = {}, []
    for line in lines.splitlines():
        if not line.strip():
            continue
        given = _GIVEN.fullmatch(line)
        if given is None or given[1] in values:
            wrong.append(line.strip())
        else:
            values[given[1]] = given[2]
    return values, wrong


def as_lines(values: dict[str, str]) -> str:
    return "\n".join(f"{name} = {value}" for name, value in values.items())
