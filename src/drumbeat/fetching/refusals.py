"""Why a document was not fetched: a code with values, for a sentence in any language."""


class FetchRefused(Exception):
    """The document did not come. `code` and `params` find the sentence for the person.

    codes: bad_address, scheme, password_in_address, unknown_host, private_address, unreachable,
    insecure, too_slow, too_large, bad_encoding, too_many_redirects, status.
    """

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(f"{code} {params}" if params else code)
