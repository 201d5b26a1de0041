"""Two ideas for a brief: put up side by side, scored by those asked; for a launch, one chosen."""

import io
from datetime import date, timedelta

from PIL import Image, ImageDraw

from drumbeat.config.demo.ideas import IDEAS, Idea
from drumbeat.config.demo.stage import Stage
from drumbeat.content.creative.concepts import actions
from drumbeat.content.creative.concepts.criteria import CRITERIA
from drumbeat.content.models import Brief, Concept
from drumbeat.work.models import StoredFile

MIST, TEA, PAPER, INK, WATER = (
    (226, 222, 208),
    (176, 122, 58),
    (250, 246, 238),
    (34, 29, 23),
    (120, 146, 150),
)


def conceive(stage: Stage, brief: Brief, launch_day: date) -> Concept:
    """The chosen concept of a launch's confirmed brief."""
    ideas, asked = IDEAS[brief.campaign.slug], ("brand", "cm", "pr")
    day = launch_day - timedelta(days=57)
    won, lost = put_side_by_side(stage, brief, ideas, asked, day)
    for role in asked:
        scored_by(stage, role, (won, lost), ideas, day + timedelta(days=3))
    why, why_not = (idea.verdict for idea in ideas)
    with stage.at(day + timedelta(days=4), 15):
        actions.choose(won, by=stage.cast["brand"], reason=why, why_not={lost.pk: why_not})
    return won


def put_side_by_side(
    stage: Stage, brief: Brief, ideas: tuple[Idea, ...], asked: tuple[str, ...], day: date
) -> tuple[Concept, ...]:
    """The ideas on the wall, and those in these roles asked for their scores."""
    with stage.at(day, 14):
        concepts = tuple(_put_up(stage, brief, idea) for idea in ideas)
    with stage.at(day, 16):
        by = stage.cast["brand"]
        members = [stage.cast[role] for role in asked]
        due_on = day + timedelta(days=5)
        actions.ask_for_scores(brief, members, by=by, due_on=due_on)
    return concepts


def scored_by(
    stage: Stage, role: str, concepts: tuple[Concept, ...], ideas: tuple[Idea, ...], day: date
) -> None:
    with stage.at(day):
        for concept, idea in zip(concepts, ideas, strict=True):
            given = dict(zip(CRITERIA, idea.scores[role], strict=True))
            actions.score(concept, by=stage.cast[role], given=given)


def _put_up(stage: Stage, brief: Brief, idea: Idea) -> Concept:
    by = stage.cast[idea.by]
    picture = StoredFile.keep(by, f"{idea.picture}.png", _drawn(idea.picture), "image/png")
    concept = Concept(
        brand=stage.brand,
        owner=by,
        brief=brief,
        title_en=idea.en,
        title_zh=idea.zh,
        idea=idea.idea,
        insight=idea.insight,
        message=stage.messages[idea.message],
        tone=idea.tone,
        sketches=[{"where": where, "looks": looks} for where, looks in idea.sketches],
        picture=picture,
        cost_minor=idea.cost_minor,
        currency=stage.brand.currency,
    )
    return actions.put_up(actions.think_of(concept, by=by), by=by)


def _drawn(name: str) -> bytes:
    """A key picture, drawn: what each idea shows in one look."""
    picture, out = Image.new("RGB", (960, 640), MIST), io.BytesIO()
    pen = ImageDraw.Draw(picture)
    _PICTURES[name](pen)
    picture.save(out, "PNG")
    return out.getvalue()


def _kettle(pen):
    pen.rectangle((0, 470, 960, 640), fill=PAPER)
    pen.ellipse((120, 200, 460, 500), fill=WATER)
    pen.rectangle((250, 150, 330, 210), fill=WATER)
    pen.arc((150, 110, 430, 330), 180, 360, fill=INK, width=14)
    pen.line((100, 520, 480, 130), fill=INK, width=10)
    pen.rounded_rectangle((640, 300, 790, 500), 24, fill=TEA)


def _clock(pen):
    pen.ellipse((300, 130, 660, 490), fill=PAPER, outline=INK, width=12)
    pen.pieslice((318, 148, 642, 472), 270, 330, fill=TEA)
    pen.line((480, 310, 480, 180), fill=INK, width=12)
    pen.line((480, 310, 590, 246), fill=INK, width=12)
    pen.rectangle((0, 560, 960, 640), fill=WATER)


def _window(pen):
    pen.rectangle((0, 0, 960, 640), fill=WATER)
    pen.rectangle((180, 70, 780, 450), fill=PAPER)
    pen.line((480, 70, 480, 450), fill=INK, width=10)
    pen.line((180, 260, 780, 260), fill=INK, width=10)
    for x, y in ((240, 130), (360, 210), (600, 140), (700, 330), (310, 380), (560, 390)):
        pen.ellipse((x, y, x + 22, y + 22), fill=MIST)
    pen.rounded_rectangle((430, 380, 540, 540), 18, fill=TEA)
    pen.rectangle((0, 540, 960, 640), fill=MIST)


def _letters(pen):
    pen.rectangle((0, 480, 960, 640), fill=PAPER)
    for n, colour in enumerate((WATER, PAPER, TEA)):
        x = 170 + n * 220
        pen.rectangle((x, 190, x + 190, 440), fill=colour, outline=INK, width=6)
        pen.line((x, 190, x + 95, 300, x + 190, 190), fill=INK, width=6)


def _knot(pen):
    pen.rectangle((230, 150, 730, 520), fill=WATER)
    pen.rectangle((450, 150, 510, 520), fill=PAPER)
    pen.rectangle((230, 300, 730, 360), fill=PAPER)
    pen.ellipse((390, 270, 480, 390), outline=INK, width=10)
    pen.ellipse((480, 270, 570, 390), outline=INK, width=10)


def _two_cups(pen):
    pen.rectangle((0, 470, 960, 640), fill=PAPER)
    for x, colour in ((250, TEA), (560, WATER)):
        pen.rounded_rectangle((x, 260, x + 150, 470), 24, fill=colour)
        pen.ellipse((x, 240, x + 150, 285), fill=INK)


_PICTURES = {
    "kettle": _kettle,
    "clock": _clock,
    "window": _window,
    "letters": _letters,
    "knot": _knot,
    "two_cups": _two_cups,
}
