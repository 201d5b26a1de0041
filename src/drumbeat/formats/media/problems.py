"""Why a file is not taken in."""


class Unsafe(ValueError):
    """The bytes would do harm, or are not what they begin as. `code` finds the sentence.

    Codes: bomb, corrupt, hidden_archive, hidden_markup, large, locked, outside, script, trailing.
    """

    def __init__(self, code: str, detail: str = ""):
        self.code, self.detail = code, detail
        super().__init__(f"{code}: {detail}" if detail else code)
