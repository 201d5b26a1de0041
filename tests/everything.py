"""One object of every kind in a brand, so that a test can knock on every door."""

from datetime import timedelta

from drumbeat.channels import models as channels
from drumbeat.content import models as content
from drumbeat.insight import models as insight
from drumbeat.knowledge import models as knowledge
from drumbeat.people import models as people
from drumbeat.review import models as review
from drumbeat.strategy import models as strategy
from drumbeat.strategy.crisis import rules
from drumbeat.strategy.crisis.actions import shipped_body
from drumbeat.strategy.planbooks.contents import plan_workbook
from drumbeat.strategy.trackers.actions import begin_wave, field
from drumbeat.work import models as work
from drumbeat.work.playbooks.actions import install_playbooks
from drumbeat.work.runs.actions import start_run
from tests.world import NOW, TODAY

LATER = TODAY + timedelta(days=30)


def everything(owner) -> dict[type, object]:
    """Model → an object of it, all owned by `owner`, in a state from which most steps start."""
    made = {}

    def make(model, **values):
        shared = {"brand": owner.brand, "owner": owner}
        made[model] = model.objects.create(**shared, **values)
        return made[model]

    goal = make(strategy.Goal, title_en="Goal", starts_on=TODAY, ends_on=LATER)
    make(strategy.KeyResult, title_en="Revenue", goal=goal, baseline=0, target=10, due_on=LATER)
    make(
        strategy.OwnMetric,
        title_en="Cost per visit",
        key="cost_per_visit",
        formula="spend / sessions",
        unit="money",
        definition="Spend for each session.",
        source_note="Marketing",
        caveat="Not every visit is wanted.",
    )
    tree = make(strategy.KpiTree, title_en="Tree", goal=goal, starts_on=TODAY, ends_on=LATER)
    make(strategy.KpiNode, title_en="Company", tree=tree, level="company", measured_by="brand")
    audience = make(strategy.Audience, title_en="Commuters", rule="25–35")
    house = make(strategy.MessageHouse, title_en="House", umbrella_en="Umbrella")
    pillar = make(strategy.Pillar, title_en="Pillar", house=house)
    message = make(strategy.KeyMessage, title_en="Message", pillar=pillar)
    make(strategy.ProofPoint, title_en="Proof", message=message, source="Lab")
    make(strategy.Wording, title_en="In their words", message=message, audience=audience)
    _brand(make)
    plan = make(strategy.Plan, title_en="Plan", goal=goal, currency="CNY")
    line = make(strategy.BudgetLine, title_en="Line", plan=plan, planned_minor=1_000_00)
    make(strategy.FxRate, currency="USD", against="CNY", on=TODAY, rate="7.1034", source="The bank")
    make(strategy.SpendLimit, role="ev", commit_minor=None)
    make(
        strategy.LimitRelease, line=line, kind="cost", amount_minor=1, currency="CNY", what_for="x"
    )
    book = work.StoredFile.keep(owner, "plan.xlsx", plan_workbook(plan), "application/zip")
    make(strategy.PlanUpload, plan=plan, file=book)
    campaign = make(
        strategy.Campaign,
        title_en="Campaign",
        plan=plan,
        goal=goal,
        slug=f"campaign-{owner.pk[-6:].lower()}",
        starts_on=TODAY,
        ends_on=LATER,
        landing_url="https://example.test/",
    )
    watched = make(strategy.WatchList, title_en="Tea")
    # Without an address, so that nothing is asked of the outside.
    feed = make(strategy.Feed, title_en="Hot-list", watch_list=watched)
    signal = make(
        strategy.Signal,
        title_en="Tea sells",
        watch_list=watched,
        feed=feed,
        key="1",
        points=20,
        rank=1.0,
        published_at=NOW,
    )
    make(strategy.SignalTag, signal=signal, name="autumn")
    rival = make(strategy.Competitor, title_en="Rival")
    make(strategy.Product, title_en="Oolong", competitor=rival)
    make(
        strategy.Observation,
        title_en="No sugar",
        competitor=rival,
        kind="claim",
        seen_on=TODAY,
        source="Shop",
        proof=work.StoredFile.keep(owner, "seen.txt", b"seen", "text/plain"),
    )
    month = TODAY.replace(day=1)
    make(
        strategy.VoiceReading, competitor=rival, kind="search", month=month, value=1, source="Index"
    )
    threat = make(strategy.SwotItem, title_en="Threat", kind="threat", review_on=LATER)
    threat.plans.add(plan)
    make(strategy.SwotEvidence, item=threat, ref=f"signal:{signal.pk}", note="x")
    make(strategy.Freeze, campaign=campaign, reason="Test", lifted_at=NOW)

    made[strategy.Wave] = _brand_health(make)
    _research(make)
    made[strategy.Entry] = _a_crisis(make)

    for playbook in install_playbooks(owner.brand, owner):
        if playbook.key == "content_series":
            made[work.Playbook] = playbook
    version = made[work.PlaybookVersion] = made[work.Playbook].versions.get()
    run = made[work.Run] = start_run(version, by=owner, title_en="Run", anchor_at=NOW)
    task = make(
        work.Task,
        title_en="Task",
        run=run,
        key="T1",
        module="content",
        accountable=owner,
        start_at=NOW,
        due_at=NOW,
        deliverable_en="A page",
        acceptance_en="It is there",
    )
    make(work.Handoff, title_en="Handoff", from_module="strategy", to_module="content")
    make(work.Comment, ref=f"goal:{goal.pk}", body="Comment")
    made[work.StoredFile] = work.StoredFile.keep(owner, "note.txt", b"note", "text/plain")
    report = work.StoredFile.keep(owner, "report.csv", b"day,spend", "text/csv")
    make(work.GateDecision, gate=task, decision="pass", reason="ok", snapshot={}, by=owner)

    brief = make(content.Brief, title_en="Brief", plan=plan)
    make(content.BriefType, title_en="Tasting note", asks=["length"])
    make(content.Reference, brief=brief, url="https://example.test/", title="A film", why="Pace")
    concept = make(content.Concept, title_en="Concept", brief=brief)
    content.Scorer.objects.create(brief=brief, member=owner)
    content.Score.objects.create(concept=concept, by=owner, criterion="distinct", points=4, why="x")
    theme = make(content.ContentPillar, title_en="Calm evenings")
    topic = make(content.Topic, title_en="Does tea keep me awake?", pillar=theme, audience=audience)
    make(content.Angle, title_en="Tea after five", topic=topic, message=message, stage="aware")
    make(content.Demand, topic=topic, words="tea sleep", count=700, source="Index")
    make(content.ContentCell, pillar=theme, format="post", stage="aware", target=3)
    way = make(content.GuidancePath, title_en="Ad to order", campaign=campaign, message=message)
    make(content.PathStep, title_en="Order", path=way, counted="/order", position=1)
    make(content.PathStep, title_en="Landing page", path=way, counted="/tea/*")
    english = make(
        content.Asset, title_en="In English", brief=brief, message=message, language="en"
    )
    asset = make(content.Asset, title_en="Asset", brief=brief, message=message)
    bytes_ = make(
        content.Version, asset=asset, number=1, text="Text", sha256="0" * 64, change_note="first"
    )
    make(content.Tag, name="Tea").assets.add(asset)
    put_together = make(content.Collection, title_en="For the agency")
    content.Collected.objects.create(collection=put_together, asset=asset, position=1)
    make(content.Share, collection=put_together, recipient="The agency", ends_on=LATER)
    make(content.Pair, source=asset, translation=english)
    make(content.Remark, version=bytes_, quote="Text", body="Longer")
    make(content.ProofRound, version=bytes_, due_on=LATER)
    make(
        content.Finding,
        version=bytes_,
        law_key="ZH031",
        severity="high",
        note="独家",
        proof=made[work.StoredFile],
    )
    make(
        content.Right,
        title_en="Right",
        asset=asset,
        kind="photo",
        licensor="A",
        territory="CN",
        starts_on=TODAY,
        ends_on=LATER,
    )

    channel = make(
        channels.Channel,
        title_en="Search",
        key="search",
        kind="search_paid",
        peso="paid",
        utm_source="baidu",
        utm_medium="cpc",
    )
    make(channels.OwnFormat, channel=channel, key="own", title_en="Own", body=100)
    placement = make(
        channels.Placement,
        title_en="Placement",
        campaign=campaign,
        channel=channel,
        audience=audience,
        message=message,
        budget_line=line,
        starts_on=TODAY,
        ends_on=LATER,
    )
    make(
        channels.TrackingLink,
        placement=placement,
        code=owner.pk[-7:],
        destination_url="https://example.test/",
        utm={},
    )
    spend = make(channels.SpendImport, file=report, platform="meta", currency="CNY")
    make(channels.MappingRule, platform="meta", entity="X", placement=placement, confirmed_by=owner)
    made[channels.SpendFact] = channels.SpendFact.objects.create(
        brand=owner.brand,
        source=spend,
        platform="meta",
        date=TODAY,
        entity="X",
        placement=placement,
        currency="CNY",
        spend_minor=1,
    )

    make(insight.Source, title_en="Site")
    make(insight.OrderImport, file=report, layout="cdnow", currency="USD")
    make(insight.PersonRequest, kind="find", received_on=TODAY)
    make(insight.Conversion, title_en="Order", key="order", event_name="Order Completed")
    steps = [{"kind": "page", "value": "/"}, {"kind": "event", "value": "Order Completed"}]
    make(insight.Funnel, title_en="Purchase", steps=steps)
    make(insight.ContentDecision, asset=asset, advice="leave", why="No rule")
    make(knowledge.Learning, title_en="Learning", expires_on=LATER)
    make(knowledge.Evidence, learning=made[knowledge.Learning], ref=f"goal:{goal.pk}", note="x")
    make(review.Retrospective, campaign=campaign)
    kept = make(review.CalendarView, title_en="Search", filters={"kind": "placement"})
    make(review.CalendarLink, kind="feed", kept_view=kept)
    made[people.Member] = owner
    made[people.Notice] = people.Notice.objects.create(
        brand=owner.brand, member=owner, kind="x", text_en="x", text_zh="x"
    )
    made[people.Invitation] = people.Invitation.objects.create(
        brand=owner.brand, email="x@example.test", token_hash=owner.pk, invited_by=owner
    )
    made[people.AuditEvent] = people.AuditEvent.objects.create(
        brand=owner.brand, by=owner, verb="x", kind="goal", object_id=goal.pk, object_label="x"
    )
    _after_all(make, made)
    return made


def _brand(make):
    """A version of the brand platform that is still written, with a rule and a link that is on."""
    platform = make(
        strategy.BrandPlatform,
        title_en="Platform",
        promise_en="Slow tea",
        values=[{"name_en": "Calm", "name_zh": "", "means_en": "No rush", "means_zh": ""}],
        colours=[{"name_en": "Mist", "name_zh": "", "hex": "#1F6F54"}],
    )
    make(
        strategy.BrandRule,
        platform=platform,
        key="r1",
        words_en="cheap",
        instead_en="good value",
        reason_en="We are not.",
    )
    make(strategy.BrandBookLink)


def _a_crisis(make):
    """Reported and scored, with a draft of what will be said. Returns a line of its log."""
    crisis = make(
        strategy.Crisis,
        title_en="Glue that smells",
        what_happened="A video shows it.",
        t0=NOW,
        rules=rules.kept(shipped_body(), shipped_body()),
        level="L2",
        state="triaged",
    )
    made_by = {"brand": crisis.brand, "by": crisis.owner}
    shot = work.StoredFile.keep(crisis.owner, "seen.txt", b"seen", "text/plain")
    entry = {"crisis": crisis, "kind": "note", "text_en": "Seen", "text_zh": "看到", "file": shot}
    make(strategy.Statement, crisis=crisis, text_en="We are sorry.", text_zh="我们深表歉意。")
    return strategy.Entry.objects.create(**made_by, **entry)


def _brand_health(make):
    """A tracker with a wave that is in the field and has one answer."""
    tracker = make(strategy.Tracker, title_en="Tea drinkers", category_en="tea", category_zh="茶")
    for key, role, name in (("b", "rival", "Rival"), ("c", "fake", "Nobody"), ("a", "us", "Us")):
        make(
            strategy.TrackedBrand,
            tracker=tracker,
            key=key,
            role=role,
            title_en=name,
            title_zh=name,
        )
    wave = begin_wave(
        tracker,
        by=tracker.owner,
        starts_on=TODAY,
        ends_on=LATER,
        sample_size=400,
        sample_plan="Tea drinkers",
        consent_basis="panel",
    )
    field(wave, by=tracker.owner)
    strategy.Response.objects.create(
        brand=tracker.brand,
        questionnaire=wave.questionnaire,
        via="link",
        state="complete",
        answers={"q2": ["a"], "q4a": 5, "q5a": 4, "q6": ["none"], "q7": "none", "q8a": 9},
    )
    return wave


def _after_all(make, made):
    """What stands on several of the others."""
    made_for = {"watch_list": made[strategy.WatchList], "crisis": made[strategy.Crisis]}
    make(strategy.RiskReport, **made_for, heard=3, mean=0, deviation=0)
    made_for = {
        "campaign": made[strategy.Campaign],
        "points": 4,
        "scored": "T2",
        "tier": "T2",
        "scheme": TODAY,
    }
    make(strategy.LaunchTier, **made_for)
    test = make(
        strategy.RouteTest,
        house=made[strategy.MessageHouse],
        study=made[strategy.Study],
        block=TODAY,
    )
    make(strategy.RouteChoice, test=test, route="a", words_en="Umbrella", is_winner=True)


def _research(make):
    """A study with a questionnaire in the field, one answer to it, notes and an insight."""
    study = make(
        strategy.Study,
        title_en="Study",
        question="Why do people stop?",
        sample_plan="Runners",
        starts_on=TODAY,
        ends_on=LATER,
        consent_basis="informed",
        state="fieldwork",
    )
    questionnaire = make(
        strategy.Questionnaire,
        study=study,
        title_en="About running",
        consent_en="We ask for Rock Mist.",
        languages="en",
        state="fielded",
    )
    city = make(
        strategy.Question,
        questionnaire=questionnaire,
        key="q1",
        kind="single",
        text_en="Where do you run?",
        options=[{"key": key, "en": key.upper(), "zh": "", "role": ""} for key in "ab"],
    )
    why = make(
        strategy.Question,
        questionnaire=questionnaire,
        key="q2",
        kind="open",
        text_en="Why?",
        position=1,
    )
    make(strategy.Quota, questionnaire=questionnaire, question=city, option="a", limit=10)
    response = strategy.Response.objects.create(
        brand=study.brand,
        questionnaire=questionnaire,
        via="link",
        state="complete",
        answers={"q1": "a", "q2": "The dark"},
    )
    make(strategy.Segment, questionnaire=questionnaire, title_en="Road", rule={"q1": ["a"]})
    theme = make(strategy.Theme, study=study, title_en="Safety")
    make(strategy.Coded, theme=theme, response=response, question=why)
    interview = make(
        strategy.Interview, study=study, title_en="Runner", held_on=TODAY, who="34, Chengdu"
    )
    make(strategy.Passage, interview=interview, text="I stop when it gets dark.")
    file = work.StoredFile.keep(study.owner, "guide.txt", b"guide", "text/plain")
    make(strategy.StudyFile, study=study, file=file)
    insight = make(
        strategy.Insight,
        title_en="Runners stop at dusk",
        because="they fear cars",
        so="light the shoe",
        source="Study",
        observed_on=TODAY,
        expires_on=LATER,
    )
    make(strategy.InsightEvidence, insight=insight, study=study, question=city, note="It shows")
