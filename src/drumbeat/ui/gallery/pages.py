"""What the gallery and its pages show. No database behind them."""

from django.core.paginator import Paginator
from django.urls import reverse

from drumbeat.ui.gallery import pictures, rows
from drumbeat.ui.gallery.forms import BriefForm
from drumbeat.ui.gallery.words import say

PAGES = {
    "not-found": "404.html",
    "not-allowed": "403.html",
    "broken": "500.html",
    "conflict": "409.html",
    "sign-in": "ui/gallery/sign_in.html",
}


ICONS = [
    "today",
    "strategy",
    "content",
    "channels",
    "insight",
    "work",
    "review",
    "knowledge",
    "search",
    "bell",
    "down",
    "right",
    "left",
    "close",
    "check",
    "plus",
    "more",
    "alert",
    "info",
    "theme",
    "bolt",
    "goal",
    "plan",
    "audience",
    "message",
    "brief",
    "asset",
    "placement",
    "touch",
    "outcome",
    "learning",
    "money",
    "calendar",
    "clock",
    "handoff",
    "gate",
    "lock",
    "upload",
    "download",
    "link",
    "edit",
    "trash",
    "settings",
    "comment",
    "drag",
    "drum",
]


def shell() -> dict:
    rooms = [
        ("today", say("Today", "今日"), 3),
        ("strategy", say("Strategy", "策略"), None),
        ("content", say("Content", "内容"), None),
        ("channels", say("Channels", "渠道"), 1),
        ("insight", say("Insight", "数据"), None),
        ("work", say("Work", "协作"), None),
        ("review", say("Review", "复盘"), None),
        ("knowledge", say("Knowledge", "知识"), None),
    ]
    return {
        "nav": [
            {
                "label": label,
                "url": f"#{key}",
                "icon": key,
                "current": key == "review",
                "badge": badge,
            }
            for key, label, badge in rooms
        ],
        "brands": [
            {"name": say("Yanwu Tea", "岩雾"), "url": "#", "current": True},
            {"name": say("Northlight", "北光"), "url": "#", "current": False},
        ],
        "member": say("Lin Yue", "林玥"),
        "member_note": say("Marketing lead", "营销负责人"),
        "member_menu": [{"label": say("My settings", "个人设置"), "url": "#"}],
        "sign_out_url": "#",
        "unread": 3,
        "notifications_url": "#",
        "palette_url": reverse("ui:gallery-find"),
        "commands": [
            {
                "label": say("Write a brief", "写一份简报"),
                "url": "#",
                "icon": "brief",
                "words": "jianbao xie",
                "hint": say("Do", "执行"),
            },
            {
                "label": say("Import spend", "导入花费"),
                "url": "#",
                "icon": "upload",
                "words": "daoru huafei",
                "hint": say("Do", "执行"),
            },
        ],
    }


def context() -> dict:
    return {
        **shell(),
        "ribbon": rows.ribbon(),
        "line": pictures.line(),
        "chart": pictures.chart(),
        "placements": rows.placements(),
        "checks": rows.checks(),
        "columns": rows.columns(),
        "tasks": rows.board(),
        "rows": rows.channel_rows(),
        "entries": rows.entries(),
        "pieces": rows.pieces(),
        "week": [310, 342, 298, None, 401, 455, 420, 512, 498, 560],
        "form": BriefForm(initial={"title": say("Second wave", "第二波")}, auto_id="ok_%s"),
        "bad_form": BriefForm(
            {
                "title": say("Second wave", "第二波"),
                "budget": "-3",
                "intent": say("Soon.", "尽快。"),
            }
        ),
        "page": Paginator(range(1, 214), 25).page(3),
        "tabs": [
            {"label": say("Placements", "投放位"), "url": "#", "count": 31, "current": True},
            {"label": say("Briefs", "简报"), "url": "#", "count": 7},
            {"label": say("Results", "结果"), "url": "#"},
        ],
        "panels": [
            {"label": say("Words", "文案"), "panel": "words", "current": True},
            {"label": say("Files", "文件"), "panel": "files", "count": 2},
        ],
        "crumbs": [
            {"label": say("Strategy", "策略"), "url": "#"},
            {"label": say("Goals", "目标"), "url": "#"},
            {"label": say("First-quarter revenue", "首季收入")},
        ],
        "zh": say("en", "zh") == "zh",
        "icons": ICONS,
    }


def page_context(page: str) -> dict:
    shown = {"form": BriefForm()} if page == "sign-in" else {}
    if page == "not-allowed":
        shown["reason"] = say("Approving takes a second pair of eyes.", "批准需要另一双眼睛。")
    if page == "conflict":
        shown = {
            "changed_by": say("Chen Mo", "陈墨"),
            "reload_url": "#",
            "kept": [("version", 7)],
            "fields": [
                _conflict(
                    "claim",
                    say("Main claim", "主张"),
                    say("Brews cold in eight hours", "冷泡八小时即可饮用"),
                    say("Brews cold overnight, never bitter", "冷泡过夜即可饮用,不涩"),
                ),
                _conflict("budget", say("Budget", "预算"), "¥873,000", "¥850,000"),
            ],
        }
    return shown


def _conflict(name: str, label: str, theirs: str, yours: str) -> dict:
    return {
        "name": name,
        "label": label,
        "theirs": theirs,
        "theirs_text": theirs,
        "yours": yours,
        "yours_text": yours,
    }
