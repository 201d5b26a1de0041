"""Every route × every role × own, colleague's and foreign objects: the matrix decides (R9).

Nothing here is written by hand for one route: routes come from the URL table, expectations from
the permission matrix, objects from `tests.everything`.
"""

import pytest
from django.urls import get_resolver

from drumbeat.people import matrix
from drumbeat.people.models import Delegation, Member
from tests.everything import everything
from tests.world import TODAY, a_brand, a_member, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# Views of libraries, and files that carry nobody's data.
OPEN = {
    "set_language",
    "looks",
    "gallery",
    "gallery-page",
    "gallery-number",
    "gallery-find",
    "gallery-move",
}
PUBLIC = {
    "front",
    "welcome",
    "sign_in",
    "sign_out",
    "forgotten",
    "new_password",
    "invitation",
    "survey",
    "brand_book",
    "calendar_feed",
    "calendar_shared",
    "share",
    "share_zip",
    "share_face",
    "share_file",
    "gallery",
    "gallery_page",
    "gallery_number",
    "gallery_find",
    "gallery_move",
}


# Acts whose action asks more than the matrix: a gate is decided by the role that the gate names, a
# concept is chosen by who asked for its brief.
NARROWER = {"gate_decision.approve", "concept_choice.approve"}


def routes(patterns=None, prefix=""):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns, path)
        else:
            yield path, pattern.callback, pattern.name


ROUTES = [(path, view) for path, view, _name in routes() if getattr(view, "act", None)]


def test_every_view_stands_behind_the_door_or_is_known_to_be_public():
    bare = {name for _path, view, name in routes() if getattr(view, "act", "none") == "none"}
    public = {name for _path, view, name in routes() if getattr(view, "act", "none") is None}
    assert bare <= OPEN, f"no door: {bare - OPEN}"
    assert public <= PUBLIC, f"public without being listed: {public - PUBLIC}"


def test_every_act_is_in_the_matrix():
    for _path, view in ROUTES:
        matrix.split(view.act)


def address(path, view, made):
    """The path with the ids of real objects in it; None when the route needs something else."""
    if view.model is not None:
        path = path.replace("<str:id>", str(made[view.model].pk))
    path = path.replace("<table:kind>", "xlsx")
    return None if "<" in path else f"/{path}"


@pytest.fixture
def team(brand):
    return {role: a_member(brand, role) for role in matrix.ROLES}


@pytest.fixture
def others(brand):
    """Objects of a colleague of the same brand, and of somebody in another brand."""
    colleague = a_member(brand, "lead", is_admin=True)
    stranger = a_member(a_brand(), "lead", is_admin=True)
    return everything(colleague), everything(stranger)


def _lend_nothing(made):
    made[Delegation] = Delegation.objects.create(
        brand=made[Member].brand,
        lender=made[Member],
        delegate=a_member(made[Member].brand, "cw"),
        role="lead",
        starts_on=TODAY,
        ends_on=TODAY,
    )


def test_reading_and_writing_follow_the_matrix_for_every_role(team, others):
    colleagues, _foreign = others
    _lend_nothing(colleagues)
    wrong = []
    for role, member in team.items():
        browser = signed_in(member, raise_request_exception=False)
        for path, view in ROUTES:
            at = address(path, view, colleagues)
            if at is None:
                continue
            own = (
                view.model is None
                or not view.own_check
                or (colleagues[view.model].belongs_to(member))
            )
            allowed = matrix.carries([role], view.act, own=own)
            # Only questions are asked of allowed people: their answers are tested in the rooms.
            method = "GET" if "GET" in view.methods else "POST"
            if allowed and method == "POST":
                continue
            status = browser.generic(method, at).status_code
            if allowed and status == 403 and view.act in NARROWER:
                continue
            if (status == 403) == allowed or status >= 500:
                wrong.append(f"{role} {method} {at} ({view.act}): {status}, allowed={allowed}")
    assert not wrong, "\n".join(wrong)


def test_a_foreign_brands_objects_do_not_exist_for_anybody(team, others):
    _colleagues, foreign = others
    _lend_nothing(foreign)
    wrong = []
    for role in ("lead", "an", "cw"):
        browser = signed_in(team[role], raise_request_exception=False)
        for path, view in ROUTES:
            if view.model is None or (at := address(path, view, foreign)) is None:
                continue
            for method in view.methods:
                status = browser.generic(method, at).status_code
                if status != 404:
                    wrong.append(f"{role} {method} {at}: {status}")
    assert not wrong, "\n".join(wrong)


def test_nobody_enters_without_signing_in(brand, others, client):
    colleagues, _foreign = others
    for path, view in ROUTES:
        if at := address(path, view, colleagues | {Delegation: colleagues[Member]}):
            answer = client.generic(view.methods[0], f"/b/{brand.slug}{at}")
            assert answer.status_code == 302, at
            assert "/sign-in/" in answer.url


def test_other_methods_are_refused(team, others):
    colleagues, _foreign = others
    browser = signed_in(team["lead"])
    for path, view in ROUTES:
        if at := address(path, view, colleagues | {Delegation: colleagues[Member]}):
            assert browser.generic("DELETE", at).status_code == 405, at
