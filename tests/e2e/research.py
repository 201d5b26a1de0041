"""What people do with a study through the pages, whatever it asks."""

import csv
import io

from tests.e2e import story
from tests.e2e.person import Person


def plans_a_study(person: Person, **fields) -> str:
    """Returns the study's address."""
    person.opens("strategy/studies/").follows("studies/new/")
    person.fills(
        starts_on=story.day(0), ends_on=story.day(14), consent_basis="informed", **fields
    ).sends()
    return person.path


def begins_a_questionnaire(person: Person) -> None:
    person.follows("/questionnaires/new/").fills(
        consent_zh="岩雾茶想了解您的习惯，只保存回答，不知道您是谁。",
        consent_en="Rock Mist asks about habits and keeps answers only, never who you are.",
    ).sends()


def asks(person: Person, kind: str, zh: str, en: str, *options, **fields) -> None:
    """options: (Chinese, English, the part it plays) each."""
    person.follows(rf"/questions/new/\?kind={kind}")
    for number, (option_zh, option_en, role) in enumerate(options):
        row = {"zh": option_zh, "en": option_en, "role": role}
        fields |= {f"o-{number}-{name}": value for name, value in row.items()}
    person.fills(text_zh=zh, text_en=en, **fields).sends()


def opens_for_answers(person: Person, study: str) -> str:
    """Returns the public address."""
    questionnaire = person.path
    person.opens(study).sends("/start/")
    person.opens(questionnaire).sends("/opening/")
    return person.page.locator("main a[href*='/s/']").get_attribute("href")


def takes_in(person: Person, *rows) -> None:
    """A panel's answers come as a file in the columns that the page shows. rows: without ids."""
    file = io.StringIO()
    sheet = csv.writer(file)
    sheet.writerow(["respondent", *(f"q{number}" for number in range(1, len(rows[0]) + 1))])
    sheet.writerows([f"p{number}", *row] for number, row in enumerate(rows))
    person.follows("/answers/new/")
    buffer = file.getvalue().encode()
    person.fills(file={"name": "panel.csv", "mimeType": "text/csv", "buffer": buffer}).sends()
