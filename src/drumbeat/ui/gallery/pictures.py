"""A sample campaign as a beat line and its playbook as a Gantt chart."""

from datetime import date, timedelta

from drumbeat.ui.beatline import Bar, Gate, Lane, Pass, beat_line
from drumbeat.ui.gallery.words import say
from drumbeat.ui.gantt import Task, gantt

TODAY = date(2026, 10, 21)


def line() -> dict:
    def day(month, number):
        return date(2026, month, number)

    lanes = [
        Lane(
            "strategy",
            say("Strategy", "策略"),
            [
                Bar(
                    day(8, 10), day(9, 10), say("Market, audience, positioning", "市场、人群、定位")
                ),
                Bar(
                    day(9, 14),
                    day(9, 26),
                    say("Message house, second wave", "第二波信息屋"),
                    planned=True,
                ),
            ],
        ),
        Lane(
            "content",
            say("Content", "内容"),
            [
                Bar(day(9, 15), day(10, 9), say("Key visual, copy, video", "主视觉、文案、视频")),
                Bar(day(10, 12), day(10, 28), say("Answers to comments", "评论回应"), planned=True),
            ],
        ),
        Lane(
            "channels",
            say("Channels", "渠道"),
            [
                Bar(day(9, 28), day(10, 9), say("Booking and set-up", "预订与搭建")),
                Bar(day(10, 12), day(12, 6), say("Flight", "投放"), planned=True),
            ],
        ),
        Lane(
            "insight",
            say("Insight", "数据"),
            [
                Bar(day(9, 7), day(9, 27), say("Baseline wave", "基线调研")),
                Bar(
                    day(10, 12), day(12, 14), say("Watch and read out", "追踪与解读"), planned=True
                ),
            ],
        ),
    ]
    handed = say("handed over", "交接")
    return beat_line(
        lanes,
        passes=[
            Pass("strategy", "content", day(9, 11), day(9, 15), handed),
            Pass("strategy", "channels", day(9, 24), day(9, 28), handed),
            Pass("content", "channels", day(10, 10), day(10, 13), handed),
            Pass("channels", "insight", day(10, 12), day(10, 14), handed, accepted=False),
            Pass("insight", "content", day(10, 19), day(10, 23), handed, accepted=False, late=True),
        ],
        gates=[
            Gate("strategy", day(9, 12), say("G1 passed", "G1 通过"), "passed"),
            Gate(
                "content",
                day(10, 11),
                say("G3 passed on conditions", "G3 有条件通过"),
                "conditional",
            ),
            Gate("channels", day(10, 11), say("G4 passed", "G4 通过"), "passed"),
            Gate("insight", day(11, 30), say("G6 open", "G6 未到"), "open"),
        ],
        today=TODAY,
        today_label=say(
            "Today · content to accept: “how do I store it?”",
            "今日 · 内容待接:评论区问「怎么存放」",
        ),
        tick_labels=[
            (day(month, number), say(f"{number} {name}", f"{month}月{number}日"))
            for month, name in [(8, "Aug"), (9, "Sep"), (10, "Oct"), (11, "Nov"), (12, "Dec")]
            for number in (1, 10, 20)
        ],
        summary=say("Four modules, five handoffs, one late", "四个模块,五次交接,一次超时"),
    )


def chart() -> dict:
    start = date(2026, 9, 7)

    def task(key, en, zh, module, at, days, after=(), **more):
        first = start + timedelta(days=at)
        return Task(
            key,
            f"{key} {say(en, zh)}",
            first,
            first + timedelta(days=days - 1),
            module=module,
            after=after,
            url=f"#{key}",
            **more,
        )

    tasks = [
        task("L16", "Brief", "简报", "content", 0, 2, critical=True, done=1),
        task(
            "L19",
            "Concept and key visual",
            "创意概念与主视觉",
            "content",
            2,
            7,
            ["L16"],
            critical=True,
            done=1,
        ),
        task(
            "L20",
            "Gate 2: concept",
            "关口二:创意",
            "strategy",
            9,
            1,
            ["L19"],
            critical=True,
            gate=True,
            state="passed",
        ),
        task("L21", "Copy", "文案", "content", 10, 5, ["L20"], done=0.6, float_days=8),
        task(
            "L23",
            "Video",
            "视频",
            "content",
            10,
            14,
            ["L20"],
            critical=True,
            done=0.25,
            state="late",
        ),
        task("L29", "Media plan", "媒介计划", "channels", 7, 5, ["L16"], done=0.4, float_days=6),
        task(
            "L28",
            "Gate 3: assets",
            "关口三:物料",
            "strategy",
            24,
            1,
            ["L21", "L23"],
            critical=True,
            gate=True,
        ),
        task("L37", "Teaser", "预热", "channels", 25, 6, ["L28", "L29"], critical=True),
    ]
    return gantt(
        tasks,
        today=date(2026, 9, 22),
        rest_days=[start + timedelta(days=n) for n in range(40) if n % 7 in (5, 6)],
        tick_labels=[
            (start + timedelta(days=n), (start + timedelta(days=n)).strftime("%m/%d"))
            for n in range(0, 40, 7)
        ],
    )
