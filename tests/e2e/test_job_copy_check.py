"""Copy check, the third job of content & creative (domain.md §3.2), through the pages."""

from pathlib import Path

import pytest

from drumbeat.content.models import Finding
from tests.content.factory import PDF, Team, an_acknowledged_brief

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

ROUGH = "# 岩茶\n\n全网销量第一，给你顶级的茶。点击[这里](https://rock.mist/a?utm_source=weibo)"
BETTER = "# 岩茶\n\n全网销量第一，给你用心做的茶。[查看规格与价格](https://rock.mist/a)"


def test_a_text_is_pasted_mended_proven_and_clean(lead, at_a_browser):
    team = Team(lead.brand)
    brief = an_acknowledged_brief(team).get_absolute_url().lstrip("/")
    writer, boss = at_a_browser(team.writer), at_a_browser(lead)

    pastes(writer, ROUGH, finds=("ZH025", "ZH037", "link_tagged", "link_words"))
    pastes(writer, BETTER, finds=("ZH025",))
    version = writes(writer, brief, BETTER)
    proves(boss, version)
    writer.opens(version).sends("/review/")

    [finding] = Finding.objects.exclude(severity="info")
    assert (finding.is_waived, finding.exemption, finding.proof.name) == (True, "X9", "share.pdf")
    boss.opens("content/copy-check/rules/").must_be_told("ZH025")


def pastes(writer, text, *, finds):
    """What is found shows while one writes: words, law, reason, what to write instead."""
    writer.opens("content/copy-check/").fills(kind="post", text=text)
    read = writer.page.locator("#read")
    for key in finds:
        read.get_by_text(key).first.wait_for()
    gone = {"ZH037", "link_tagged", "link_words"}.difference(finds)
    assert not [key for key in gone if key in read.inner_text()]
    writer.looks()
    with writer.page.expect_download() as file:
        read.locator("button[formaction$='.csv']").click()
    assert finds[0] in Path(file.value.path()).read_text("utf-8-sig")


def writes(writer, brief, text):
    """Returns the version's address."""
    writer.opens(brief).follows("/assets/new/")
    writer.fills(title_zh="岩茶", title_en="Tea", kind="post", language="zh-hans").sends()
    return writer.follows("/versions/new/").fills(text=text).sends().path


def proves(boss, version):
    """An exemption of the guide, and the report that carries it."""
    boss.opens(version).follows("/waiver/")
    boss.fills(
        exemption="X9",
        proof={"name": "share.pdf", "mimeType": "application/pdf", "buffer": PDF},
        resolution="Sales of 2025, all shops, by the institute's report.",
    ).sends()
