"""What people do with studies besides editing them."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Problem, Refused, WrongState
from drumbeat.strategy import archiving
from drumbeat.strategy.studies.models import Study, StudyFile
from drumbeat.strategy.studies.states import STUDY
from drumbeat.strategy.surveys.states import QUESTIONNAIRE
from drumbeat.work.files.models import StoredFile

VERBS = (gettext_noop("attached"), gettext_noop("detached"))


def attach(study: Study, upload, *, by) -> StudyFile:
    """Keep a file with the study. Raises NotAllowed, Refused when it is there already."""
    by.must("research.edit", study)
    media_type = upload.content_type or "application/octet-stream"
    stored = StoredFile.keep(by, upload.name, upload.read(), media_type)
    if study.files.filter(file=stored).exists():
        raise Refused(Problem(_("This file is here already."), "file"))
    with recorded(by, "attached", study, reason=upload.name):
        return StudyFile.objects.create(brand=study.brand, owner=by, study=study, file=stored)


def detach(study_file: StudyFile, *, by) -> None:
    """Take a file off the study; its bytes stay in the store. Raises NotAllowed."""
    by.must("research.edit", study_file.study)
    with recorded(by, "detached", study_file.study, reason=study_file.file.name):
        study_file.delete()


def finish(study: Study, *, by, reason="") -> Study:
    """End fieldwork: nobody is asked any more. Raises NotAllowed, WrongState."""
    with transaction.atomic():
        STUDY.take(study, "finish", by)
        for questionnaire in study.questionnaires.filter(state="fielded"):
            QUESTIONNAIRE.take(questionnaire, "close", by)
    return study


def archive(study: Study, *, by) -> None:
    """Put a study away that is not in the field. Raises NotAllowed, WrongState."""
    by.must("research.archive", study)
    if study.state == "fieldwork":
        raise WrongState(_("People are being asked right now: end the fieldwork first."))
    archiving.archive(study, "research.archive", by=by)
