"""How this room complains: about a file (an exception) or about a row (a record in a list)."""

from dataclasses import dataclass, field

from .messages import MESSAGES


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One complaint or remark. `row` is the row a spreadsheet would show, counted from 1."""

    row: int | None
    column: str | None
    code: str
    params: dict[str, object] = field(default_factory=dict)

    @property
    def message(self) -> str:
        return MESSAGES[self.code].text % self.params

    @property
    def hint(self) -> str:
        return MESSAGES[self.code].hint % self.params


class FileRefused(ValueError):
    """The file cannot be read at all. `code` and `params` find the sentence in any language."""

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(self.message)

    @property
    def message(self) -> str:
        return MESSAGES[self.code].text % self.params

    @property
    def hint(self) -> str:
        return MESSAGES[self.code].hint % self.params


class UnknownLayout(FileRefused):
    """No known layout fits.

    `nearest` is the key of the nearest known layout or None, `nearest_platform` its name,
    `missing` the header names it would still need, `found` the headers the file has.
    """

    def __init__(
        self,
        filename: str,
        *,
        nearest: str | None = None,
        nearest_platform: str = "",
        missing: tuple[str, ...] = (),
        found: tuple[str, ...] = (),
    ) -> None:
        self.nearest = nearest
        self.nearest_platform = nearest_platform
        self.missing = missing
        self.found = found
        if nearest is None:
            super().__init__("unknown_layout_alone", filename=filename)
        else:
            super().__init__(
                "unknown_layout",
                filename=filename,
                nearest=nearest_platform,
                missing=", ".join(missing),
            )


class CurrencyUnknown(FileRefused):
    """The file names no currency and the caller gave none: ask the person, never guess."""

    def __init__(self, filename: str) -> None:
        super().__init__("currency_unknown", filename=filename)


class Unreadable(ValueError):
    """One cell cannot be read; the caller knows the row and column and makes a RowProblem."""

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(code)
