"""An answer file read row by row: every problem by its row, nothing kept while there is one."""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext
from django.utils.translation import gettext as _

from drumbeat.formats.cells import as_text
from drumbeat.formats.messages import MESSAGES
from drumbeat.formats.problems import FileRefused
from drumbeat.formats.sniff import readings
from drumbeat.people.errors import Problem, Refused
from drumbeat.strategy.surveys import route
from drumbeat.strategy.surveys.columns import WrongCell, answer_columns

ID_HEADERS = frozenset({"respondent", "respondent id", "id", "受访者", "受访者编号", "编号"})
SEARCHED_ROWS = 10


@dataclass(frozen=True)
class RowProblem:
    """row counts from 1, as a spreadsheet shows it; column: its header, "" for the whole row."""

    row: int
    column: str
    message: str


@dataclass
class AnswerFile:
    """rows: (respondent id, answers). missing: names of columns the file does not have."""

    rows: list[tuple[str, dict]] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def read_answers(data: bytes, filename: str, questions: list) -> AnswerFile:
    """Read a CSV or XLSX with a header row of question keys. Raises Refused when it has none.

    Without a column that names the respondent, a row is known by what it says, and by how often
    the same was said above it: the same file read again gives the same ids.
    """
    columns = {column.name: column for column in answer_columns(questions)}
    grid, header_row = _table(data, filename, columns)
    headers = [as_text(cell) for cell in grid.rows[header_row - 1]]
    at = {_name(header): index for index, header in enumerate(headers)}
    told = AnswerFile(missing=[name for name in columns if name not in at])
    id_at = next((i for i, header in enumerate(headers) if header.casefold() in ID_HEADERS), None)
    said: Counter = Counter()
    for number, cells in enumerate(grid.rows[header_row:], start=header_row + 1):
        texts = [as_text(cell) for cell in cells]
        if not any(texts):
            continue
        answers = _answers(told, number, headers, texts, columns, at)
        identity = texts[id_at] if id_at is not None and id_at < len(texts) else ""
        if id_at is not None and not identity:
            told.problems.append(RowProblem(number, headers[id_at], _("The id is missing.")))
        line = identity or "\x1f".join(texts)
        said[line] += 1
        if identity and said[line] > 1:
            told.problems.append(
                RowProblem(number, headers[id_at], _("“%s” is in the file twice.") % identity[:60])
            )
        told.problems += _lacks(number, questions, answers)
        told.rows.append((identity or f"{said[line]}:{line}", answers))
    if not told.rows:
        raise Refused(Problem(_("The file has a header row but no answers."), "file"))
    return told


def _table(data, filename, columns):
    """The first reading in which some row names questions, and that row's number."""
    try:
        for grid in readings(data, filename):
            for number, cells in enumerate(grid.rows[:SEARCHED_ROWS], start=1):
                if any(_name(as_text(cell)) in columns for cell in cells):
                    return grid, number
    except FileRefused as refused:
        # Its sentences are translated where the spend files are read.
        said = gettext(MESSAGES[refused.code].text) % refused.params
        raise Refused(Problem(said, "file")) from None
    raise Refused(
        Problem(
            _("No column is named after a question (q1, q2 …). Start from the empty file."), "file"
        )
    )


def _name(header: str) -> str:
    return header.split(maxsplit=1)[0].casefold() if header else ""


def _answers(told, number, headers, texts, columns, at) -> dict:
    answers: dict = {}
    for name, column in columns.items():
        index = at.get(name)
        if index is None or index >= len(texts):
            continue
        try:
            given = column.read(texts[index].strip())
        except WrongCell as wrong:
            told.problems.append(RowProblem(number, headers[index], str(wrong)))
            continue
        if given is None:
            continue
        if column.question.kind == "matrix":
            answers.setdefault(column.question.key, {})[column.option["key"]] = given
        else:
            answers[name] = given
    return answers


def _lacks(number, questions, answers):
    """What must be answered and is not, where it was asked at all."""
    keys = {question.pk: question.key for question in questions}
    screened = route.is_screened(questions, answers)
    for question in questions:
        if (
            question.is_required
            and not screened
            and question.key not in answers
            and route.applies(question, answers, keys)
        ):
            yield RowProblem(number, question.key, _("An answer is missing."))
