"""Why a source did not answer, or a file could not be read, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

VERBS = (
    gettext_noop("tagged"),
    gettext_noop("untagged"),
    gettext_noop("unfolded"),
    gettext_noop("put back"),
    gettext_noop("read"),
)
KINDS = (
    gettext_noop("watch list"),
    gettext_noop("feed"),
    gettext_noop("signal"),
    gettext_noop("signal tag"),
    gettext_noop("risk report"),
)

SENTENCES = {
    # -- the line --------------------------------------------------------------------------------
    "bad_address": gettext_lazy("This is not an address of the web."),
    "scheme": gettext_lazy("Only http and https addresses are asked."),
    "password_in_address": gettext_lazy("The address carries a name or password: leave them out."),
    "unknown_host": gettext_lazy("No server is called “%(host)s”."),
    "private_address": gettext_lazy(
        "“%(host)s” leads into a private network (%(address)s), which is not asked. The operator can open it: see DRUMBEAT_FETCH_ALSO."
    ),
    "unreachable": gettext_lazy("“%(host)s” does not answer."),
    "insecure": gettext_lazy("The certificate of “%(host)s” is not valid."),
    "too_slow": gettext_lazy("The answer took too long."),
    "too_large": gettext_lazy("The answer is larger than %(most_mb)s MB."),
    "bad_encoding": gettext_lazy("The answer is packed in a way that cannot be unpacked (%(encoding)s)."),
    "too_many_redirects": gettext_lazy("The address was passed on more than %(most)s times."),
    "status": gettext_lazy("The server answers with status %(status)s."),
    # -- the document ----------------------------------------------------------------------------
    "feed_empty": gettext_lazy("The document is empty."),
    "feed_entities": gettext_lazy(
        "The document declares entities of its own, as attacks do; it is not read."
    ),
    "feed_too_many": gettext_lazy("The feed has more than %(most)s entries; it is not read."),
    "feed_is_page": gettext_lazy("This is a page, not a feed. Feeds that it names: %(feeds)s"),
    "feed_unreadable": gettext_lazy("This is neither RSS, Atom nor JSON Feed."),
    "opml_unreadable": gettext_lazy("This is not an OPML file. Export it from your reader again."),
    "hot_list_no_titles": gettext_lazy(
        "No column names the topics. Call one of them: %(known)s."
    ),
    # -- the file --------------------------------------------------------------------------------
    "empty_file": gettext_lazy("The file is empty."),
    "zip_without_table": gettext_lazy("The archive holds no CSV or Excel file."),
    "zip_many_files": gettext_lazy("The archive holds several files. Upload one at a time."),
    "archive_unreadable": gettext_lazy("The archive is damaged or locked with a password."),
    "workbook_unreadable": gettext_lazy("The workbook is damaged or locked with a password."),
    "broken_quotes": gettext_lazy("Near row %(row)s a quotation mark opens and never closes."),
}  # fmt: skip


def sentence(code: str, params: dict) -> str:
    """The reason as a sentence; a code that nobody knows stands for itself."""
    said = SENTENCES.get(code)
    return str(said) % params if said else _("It failed: %(code)s") % {"code": code}
