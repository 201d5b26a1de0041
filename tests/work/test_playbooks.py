"""Playbooks: installed once, edited into versions, refused with the row named."""

import pytest
from django.utils import translation

from drumbeat.people.errors import NotAllowed, Refused
from drumbeat.work.models import Playbook, PlaybookVersion
from drumbeat.work.playbooks.actions import install_playbooks, publish_version, shipped
from drumbeat.work.playbooks.editions import edition_for
from drumbeat.work.templatetags.work import own_words
from tests.work.factory import a_new_version, a_playbook, a_run
from tests.world import a_member, signed_in

pytestmark = pytest.mark.django_db


def typed(version, **changes):
    """The edit table as the browser sends it, some fields typed over ("E05-duration")."""
    data = {"note": "What the last fair taught us"}
    for task in version.body["tasks"]:
        row = {
            **{name: task[name] for name in ("title_en", "title_zh", "role", "duration")},
            "depends_on": ", ".join(task["depends_on"]),
            "acceptance_en": task["acceptance_en"],
            "acceptance_zh": task["acceptance_zh"],
        }
        data |= {f"{task['id']}-{name}": value for name, value in row.items()}
    return data | {name.replace("__", "-"): value for name, value in changes.items()}


def edit(lead, version, **changes):
    path = f"/work/playbooks/{version.playbook_id}/edit/"
    return signed_in(lead).post(path, typed(version, **changes))


def test_all_eight_are_installed_once(lead):
    assert len(install_playbooks(lead.brand, lead)) == 8
    assert install_playbooks(lead.brand, lead) == []
    assert Playbook.objects.of(lead.brand).count() == PlaybookVersion.objects.count() == 8


def test_installing_is_offered_where_there_is_none(lead):
    browser = signed_in(lead)
    assert "Install the playbooks" in browser.get("/work/playbooks/").content.decode()
    assert browser.post("/work/playbooks/installation/").status_code == 302
    assert "New product launch SOP" in browser.get("/work/playbooks/").content.decode()


def test_a_designer_does_not_install_them(lead):
    designer = a_member(lead.brand, "ds")
    assert signed_in(designer).post("/work/playbooks/installation/").status_code == 403


def test_a_playbooks_page_shows_phases_tasks_and_gates(lead):
    version = a_playbook(lead)
    page = signed_in(lead).get(f"/work/playbooks/{version.playbook_id}/").content.decode()
    for words in ("Channels &amp; readiness", "L41", "G4", "78 working days", "L15, L28, L30"):
        assert words in page


def test_editing_publishes_a_new_version_and_the_old_one_stays(lead):
    version = a_playbook(lead, "event")
    assert edit(lead, version, E05__duration="10").status_code == 302
    newest = version.playbook.versions.first()
    assert newest.number == 2
    assert newest.note == "What the last fair taught us"
    compared = signed_in(lead).get(f"/work/playbooks/{version.playbook_id}/comparison/")
    assert "E05" in compared.content.decode()
    version.refresh_from_db()
    assert {t["id"]: t["duration"] for t in version.body["tasks"]}["E05"] == 8


def test_a_circle_is_refused_on_the_row_and_what_was_typed_is_kept(lead):
    version = a_playbook(lead, "event")
    answer = edit(lead, version, E01__depends_on="E21", E02__title_en="Approve it twice")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "in a circle" in page
    assert "Approve it twice" in page
    assert version.playbook.versions.count() == 1


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("E99", "E03 waits for E99"),
        ("after E02", "no such task"),
        ("E02++1", "is not a dependency"),
    ],
)
def test_an_impossible_dependency_names_its_row(lead, written, said):
    answer = edit(lead, a_playbook(lead, "event"), E03__depends_on=written)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_task_taken_out_leaves_its_dependencies_to_those_who_waited_for_it(lead):
    version = a_playbook(lead, "event")
    tasks = {task["id"]: task for task in version.body["tasks"]}
    waiting = next(t for t in tasks.values() if t["depends_on"] == ["E04"])
    assert edit(lead, version, E04__is_out="on").status_code == 302
    body = version.playbook.versions.first().body
    after = {task["id"]: task for task in body["tasks"]}
    assert "E04" not in after
    assert after[waiting["id"]]["depends_on"] == tasks["E04"]["depends_on"]


def test_the_anchor_cannot_be_taken_out(lead):
    answer = edit(lead, a_playbook(lead, "event"), E14__is_out="on")
    assert answer.status_code == 422
    assert "anchor task E14" in answer.content.decode()


def test_a_version_without_a_difference_is_refused(lead):
    version = a_playbook(lead)
    with pytest.raises(Refused, match="Nothing is different"):
        a_new_version(version, "L23")


def test_somebody_elses_playbook_is_not_edited(lead):
    version = a_playbook(lead)
    strategist = a_member(lead.brand, "brand")
    with pytest.raises(NotAllowed):
        publish_version(version.playbook, version.body, by=strategist)
    path = f"/work/playbooks/{version.playbook_id}/edit/"
    assert signed_in(strategist).get(path).status_code == 403


def test_every_rule_that_comes_with_the_product_is_said_in_both_languages():
    rules = [
        (body["key"], row["task" if "decides" in row else "id"], name, row.get(f"{name}_zh", ""))
        for body in shipped()
        for rows, names in (
            (body["tasks"], ["acceptance"]),
            (body["gates"], ["pass_if", "on_fail"]),
        )
        for row in rows
        for name in names
        if row[f"{name}_en"]
    ]
    assert rules
    assert [rule for rule in rules if not any("一" <= letter <= "鿿" for letter in rule[-1])] == []


def test_a_task_reads_in_the_language_of_its_reader(lead):
    gate = a_run(lead).tasks.get(key="L20")
    assert gate.acceptance == "Chosen route scored against brief; approver is not the author"
    with translation.override("zh-hans"):
        assert gate.acceptance == "选定方向已按简报评分；批准人不是作者"
        assert own_words(gate.gate_rule, "on_fail") == "退回 L19"


def as_it_was_before(version):
    """The brand's first version in an older edition, without tiers."""
    tasks = [
        {key: one for key, one in task.items() if key != "tiers"} for task in version.body["tasks"]
    ]
    parameters = [one for one in version.body["parameters"] if one["key"] != "launch_tier"]
    version.body |= {"tasks": tasks, "parameters": parameters}
    version.save()
    return version


def test_who_has_the_products_own_edition_is_offered_none(lead):
    for playbook in install_playbooks(lead.brand, lead):
        assert edition_for(playbook, playbook.versions.all()) is None
    page = signed_in(lead).get(f"/work/playbooks/{playbook.pk}/edition/", follow=True)
    assert "as new as the product" in page.content.decode()


def test_a_newer_edition_is_compared_and_taken_in_and_what_runs_keeps_its_own(lead):
    run = a_run(lead)
    version = as_it_was_before(run.version)
    path = f"/work/playbooks/{version.playbook_id}/"
    browser = signed_in(lead)
    assert "a newer edition of this playbook" in browser.get(path).content.decode()
    page = browser.get(f"{path}edition/").content.decode()
    assert "Tiers" in page
    assert "not in it" not in page  # the brand has changed nothing itself
    assert browser.post(f"{path}edition/").status_code == 302
    newest = version.playbook.versions.first()
    assert newest.number == 2
    assert any(one["key"] == "launch_tier" for one in newest.body["parameters"])
    run.refresh_from_db()
    assert run.version == version
    assert "a newer edition" not in browser.get(path).content.decode()


def test_who_changed_the_playbook_is_told_that_it_stays_behind(lead):
    version = as_it_was_before(a_playbook(lead))
    a_new_version(version, "L23", duration=9)
    page = signed_in(lead).get(f"/work/playbooks/{version.playbook_id}/edition/").content.decode()
    assert "What you changed yourselves is not in it" in page


def test_a_designer_takes_in_no_edition(lead):
    version = as_it_was_before(a_playbook(lead))
    designer = signed_in(a_member(lead.brand, "ds"))
    path = f"/work/playbooks/{version.playbook_id}/"
    assert "a newer edition" not in designer.get(path).content.decode()
    assert designer.post(f"{path}edition/").status_code == 403
    assert version.playbook.versions.count() == 1
