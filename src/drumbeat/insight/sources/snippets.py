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
            "posthog",
            _("PostHog"),
            _("Change the host and the key; nothing else."),
            f'posthog.init("{write_key}", {{ api_host: "{host}" }})   // browser\n'
            f'Posthog("{write_key}", host="{host}")               # Python',
        ),
        Snippet(
            "ga4",
            _("GA4 Measurement Protocol"),
            _("Change the host; the key goes where the API secret was."),
            f"POST {host}/mp/collect?api_secret={write_key}\n"
            f"POST {host}/debug/mp/collect?api_secret={write_key}   # checks, keeps nothing",
        ),
        Snippet(
            "matomo",
            _("Matomo"),
            _("Change the address; the key is the site id."),
            f'_paq.push(["setTrackerUrl", "{host}/matomo.php"])\n'
            f'_paq.push(["setSiteId", "{write_key}"])',
        ),
        Snippet(
            "snowplow",
            _("Snowplow"),
            _("Change the collector; the key is the app id."),
            f'newTracker("sp", "{host}", {{ appId: "{write_key}" }})',
        ),
        Snippet(
            "plausible",
            _("Plausible"),
            _("Change the address of the API; the key is the domain."),
            f'<script defer data-api="{host}/api/event" data-domain="{write_key}" '
            'src="…/script.js"></script>',
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
