"""Sample rows, cards and entries of the launch."""

from drumbeat.ui.gallery.words import say


def ribbon() -> list[dict]:
    steps = [
        ("goal", say("Goal", "目标"), say("Revenue ¥6m in Q1", "首季收入 600 万")),
        ("plan", say("Plan", "计划"), say("Launch plan v2", "上市计划 v2")),
        ("message", say("Message", "信息"), say("3 key messages", "3 条核心信息")),
        ("brief", say("Brief", "简报"), "7"),
        ("asset", say("Asset", "物料"), say("24 · 21 approved", "24 · 已批 21")),
        ("placement", say("Placement", "投放位"), say("31 · 18 live", "31 · 在线 18")),
        ("touch", say("Touch", "触点"), "214,906"),
        ("outcome", say("Outcome", "结果"), say("3,412 orders", "3,412 单")),
        ("learning", say("Learning", "经验"), ""),
    ]
    return [
        {
            "kind": kind,
            "label": label,
            "value": value,
            "url": f"#{kind}",
            "here": kind == "placement",
            "missing": not value,
        }
        for kind, label, value in steps
    ]


def checks() -> list[dict]:
    return [
        {"label": say("Asset approved and pinned", "物料已批并锁定"), "state": "ok"},
        {"label": say("Code on the page answers", "落地页编码有应答"), "state": "ok"},
        {"label": say("Budget committed", "预算已占用"), "state": "ok"},
        {
            "label": say("Usage right", "授权"),
            "state": "no",
            "reason": say("ends Nov 30, flight ends Dec 6", "11月30日到期,投放至12月6日"),
        },
        {"label": say("Platform review", "平台审核"), "state": "wait"},
    ]


def placements() -> list[dict]:
    green = [{**check, "state": "ok", "reason": ""} for check in checks()]
    rows = [
        (
            say("Baidu search · category", "百度搜索 · 品类词"),
            "7K2Q9MX",
            say("Eight hours, never bitter", "冷泡 8 小时不涩"),
            green,
            0.61,
            "1.05",
            7421000,
            802,
            9250,
        ),
        (
            say("Xiaohongshu · 12 mid-tier", "小红书 · 中腰部 12 篇"),
            "3PD8R1T",
            say("A morning in one cup", "一只杯子的早晨"),
            green,
            0.52,
            "0.90",
            5800000,
            911,
            6370,
        ),
        (
            "Meta · Retargeting EN",
            "9WZ4H0C",
            "No bitterness, ever",
            checks(),
            0.33,
            "0.57",
            2187000,
            240,
            9110,
        ),
        (
            say("Shanghai pop-up · QR", "上海快闪店 · 二维码"),
            "5QF2N7A",
            say("A morning in one cup", "一只杯子的早晨"),
            green,
            0.70,
            "1.20",
            4600000,
            388,
            11860,
        ),
    ]
    keys = ["name", "code", "message", "checks", "share", "pace", "spend", "orders", "cpa"]
    return [dict(zip(keys, row, strict=True)) for row in rows]


def columns() -> list[dict]:
    return [
        {"label": say("Placement", "投放位")},
        {"label": say("Message", "信息")},
        {"label": say("Pre-flight", "放行检查")},
        {"label": say("Pace", "进度")},
        {"label": say("Spend", "花费"), "num": True},
        {"label": say("Orders", "订单"), "num": True},
        {"label": say("Cost per order", "单均成本"), "num": True},
    ]


def board() -> list[dict]:
    def card(key, en, zh, owner, note_en, note_zh, **more):
        return {
            "id": key,
            "title": say(en, zh),
            "url": f"#{key}",
            "owner": say(*owner),
            "note": say(note_en, note_zh),
            **more,
        }

    lin, chen = ("Lin Yue", "林玥"), ("Chen Mo", "陈墨")
    return [
        {
            "id": "todo",
            "label": say("To do", "待办"),
            "cards": [
                card(
                    "t1",
                    "Pinned answer on storage",
                    "储存方法置顶回复",
                    chen,
                    "1 day late",
                    "超时 1 天",
                    module="content",
                    late=True,
                ),
                card(
                    "t2",
                    "Check pop-up codes",
                    "核对快闪店编码",
                    lin,
                    "due Fri",
                    "周五截止",
                    module="insight",
                ),
            ],
        },
        {
            "id": "doing",
            "label": say("Doing", "进行中"),
            "cards": [
                card(
                    "t3",
                    "Vertical video v4",
                    "竖版视频 v4",
                    chen,
                    "due Mon",
                    "周一截止",
                    module="content",
                ),
            ],
        },
        {"id": "review", "label": say("In review", "评审中"), "cards": []},
        {
            "id": "done",
            "label": say("Done", "完成"),
            "cards": [
                card(
                    "t4",
                    "Message house",
                    "信息屋",
                    lin,
                    "accepted",
                    "已签收",
                    module="strategy",
                    fixed=True,
                ),
            ],
        },
    ]


def channel_rows() -> list[dict]:
    return [
        {
            "label": say("Search", "搜索"),
            "value": 412000,
            "text": "¥412k",
            "tone": "channels",
            "target": 380000,
            "url": "#",
        },
        {
            "label": say("Xiaohongshu", "小红书"),
            "value": 298000,
            "text": "¥298k",
            "tone": "channels",
            "target": 320000,
        },
        {
            "label": say("Pop-up store", "快闪店"),
            "value": 121000,
            "text": "¥121k",
            "tone": "channels",
        },
        {
            "label": say("Direct / unknown", "直接 / 未知"),
            "value": 193000,
            "text": "¥193k",
            "unknown": True,
        },
    ]


def entries() -> list[dict]:
    return [
        {
            "who": say("Chen Mo", "陈墨"),
            "what": say("returned the brief", "退回了简报"),
            "object": "B12",
            "url": "#",
            "when": say("2 hours ago", "2 小时前"),
            "tone": "urgent",
            "why": say("The promise has no proof point yet.", "承诺还没有证据点。"),
        },
        {
            "who": say("Lin Yue", "林玥"),
            "what": say("changed the plan", "修改了计划"),
            "when": say("yesterday 16:04", "昨天 16:04"),
            "changes": [
                {
                    "label": say("Main claim", "主张"),
                    "before": say("Brews cold in ten hours", "冷泡十小时即可饮用"),
                    "after": say(
                        "Brews cold in eight hours, never bitter", "冷泡八小时即可饮用,不涩"
                    ),
                },
                {"label": say("Budget", "预算"), "before": "¥820,000", "after": "¥873,000"},
            ],
        },
        {
            "who": "Anna Berg",
            "what": say("approved asset version 4", "批准了物料第 4 版"),
            "when": say("Oct 19", "10月19日"),
        },
    ]


def asked() -> dict:
    return {
        "label": say("Revenue (last non-direct)", "收入(末次非直接)"),
        "value": "¥1,023,600",
        "definition": say(
            "Order value after discounts, before returns, credited to the last touch that was not "
            "a direct visit within 30 days.",
            "折后、退货前的订单金额,记给 30 天内最后一次非直接访问的触点。",
        ),
        "period": say("Oct 12 – Oct 20, Asia/Shanghai", "10月12日至20日,上海时间"),
        "source": say("Orders: web shop · Touches: own collector", "订单:商城 · 触点:自有采集"),
        "freshness": say("4 minutes ago", "4 分钟前"),
        "completeness": say("96% of orders carry a visitor", "96% 的订单带访客标识"),
    }


def find(words: str) -> list[dict]:
    known = [
        {
            "label": say("Xiaohongshu · 12 mid-tier", "小红书 · 中腰部 12 篇"),
            "icon": "placement",
            "hint": "P7",
            "words": "xiaohongshu 小红书",
        },
        {
            "label": say("Cold brew launch", "岩雾冷泡茶上市"),
            "icon": "goal",
            "hint": say("Campaign", "战役"),
            "words": "lengpao launch 冷泡",
        },
    ]
    return [item for item in known if words and words.lower() in item["words"].lower()]


def refusal() -> str:
    return say(
        "A task is done when its deliverable is attached. This one has none yet.",
        "交付物上传后任务才算完成,这一项还没有。",
    )


def pieces() -> list[tuple[str, dict | None]]:
    """A text with what was found in it, one of each severity."""

    def found(severity, hint):
        return {"severity": severity, "hint": hint}

    return [
        (say("The ", "这是"), None),
        (say("best", "最好"), found("block", say("An absolute term", "绝对化用语"))),
        (say(" tea, ", "的茶，"), None),
        (say("exclusive", "独家"), found("high", say("Needs proof", "需要证明"))),
        (say(" and ", "又"), None),
        (say("cheap", "便宜"), found("warn", say("We speak of worth", "谈价值"))),
        (say(", ", "，"), None),
        (say("half price", "全场五折"), found("info", say("Until when?", "到什么时候？"))),
        (say(".", "。"), None),
    ]
