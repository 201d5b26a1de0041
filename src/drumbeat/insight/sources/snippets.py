"""What to paste where, with the host and the write key filled in. Code, so not translated."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Snippet:
    """key: part of an element id; code: to be copied as it is."""

    key: str
    name: str
    hint: str
    code: str


def snippets(host: str, write_key: str) -> list[Snippet]:
    """host: of this installation, with its scheme and without a slash at the end."""
    scheme, _separator, place = host.partition("://")
    return [
        Snippet(
            "page",
            _("Website"),
            _("Into the head of every page. Counts page views; no cookie before consent."),
            f'<script src="{host}/drumbeat.js" data-key="{write_key}" defer></script>\n'
            "<script>\n"
            "  // after a purchase:\n"
            '  // drumbeat.track("Order Completed", {order_id: "A-1001", total: 268, '
            'currency: "CNY"})\n'
            "</script>",
        ),
        Snippet(
            "javascript",
            _("Segment, in the browser"),
            _("npm install @segment/analytics-next"),
            'import { AnalyticsBrowser } from "@segment/analytics-next"\n\n'
            "export const analytics = AnalyticsBrowser.load(\n"
            f'  {{ writeKey: "{write_key}", cdnSettings: {{ integrations: {{ "Segment.io": {{}} }} }} }},\n'
            f'  {{ integrations: {{ "Segment.io": {{ apiHost: "{place}/v1", protocol: "{scheme}" }} }} }},\n'
            ")\n"
            "analytics.page()",
        ),
        Snippet(
            "python",
            _("Segment, on a Python server"),
            _("pip install segment-analytics-python"),
            "from segment import analytics\n\n"
            f'analytics.write_key = "{write_key}"\n'
            f'analytics.host = "{host}"\n\n'
            'analytics.track("customer-81", "Order Completed",\n'
            '                {"order_id": "A-1001", "total": 268, "currency": "CNY"})\n'
            "analytics.flush()",
        ),
        Snippet(
            "curl",
            _("One event by hand"),
            _("To see that it works, from any terminal."),
            f"curl -X POST {host}/v1/track \\\n"
            "  -H 'content-type: application/json' \\\n"
            f"""  -d '{{"writeKey": "{write_key}", "anonymousId": "me", "event": "Hello"}}'""",
        ),
    ]
