"""Personal data in text that must not carry any: link parameters, event properties, file names."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal
from urllib.parse import unquote

_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
_CN_MOBILE = re.compile(r"(?<!\d)(?:(?:\+|00)?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)")
_CN_ID = re.compile(r"(?<!\d)[1-9]\d{5}(?P<born>\d{8})\d{3}[\dXx](?!\d)")
_CN_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CN_ID_CHECKS = "10X98765432"


@dataclass(frozen=True)
class Finding:
    kind: Literal["email", "cn_mobile", "cn_id"]
    text: str


def personal_data_in(text: str) -> list[Finding]:
    """E-mail addresses, mainland mobile numbers and 18-digit ID numbers (GB 11643) in `text`.

    Percent-encoding and full-width characters are seen through. An ID number needs a real birth
    date and the right check character; a mobile number is any that could be one.
    """
    plain = unicodedata.normalize("NFKC", unquote(text))
    return list(_findings(plain))


def _findings(plain: str) -> Iterator[Finding]:
    for match in _EMAIL.finditer(plain):
        yield Finding("email", match[0])
    for match in _CN_MOBILE.finditer(plain):
        yield Finding("cn_mobile", match[0])
    for match in _CN_ID.finditer(plain):
        if _is_date(match["born"]) and _has_right_check(match[0]):
            yield Finding("cn_id", match[0])


def _is_date(yyyymmdd: str) -> bool:
    try:
        date(int(yyyymmdd[:4]), int(yyyymmdd[4:6]), int(yyyymmdd[6:]))
    except ValueError:
        return False
    return True


def _has_right_check(number: str) -> bool:
    total = sum(w * int(digit) for w, digit in zip(_CN_ID_WEIGHTS, number, strict=False))
    return number[-1].upper() == _CN_ID_CHECKS[total % 11]
