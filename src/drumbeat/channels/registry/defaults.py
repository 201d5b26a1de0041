"""The channels a new brand starts with: key, English, Chinese, kind, platform, UTM source.

Type and UTM medium follow from the kind (see `kinds.KINDS`). Each kind is there at least once.
"""

DEFAULTS = (
    ("baidu-search", "Baidu search ads", "百度搜索推广", "search_paid", "baidu", "baidu"),
    ("google-ads", "Google Ads", "Google Ads", "search_paid", "google_ads", "google"),
    ("seo", "Search, unpaid (SEO)", "自然搜索（SEO）", "search_organic", "", "seo"),
    ("meta-ads", "Meta ads", "Meta 广告", "social_paid", "meta_ads", "meta"),
    ("xiaohongshu", "Xiaohongshu", "小红书", "social_paid", "xiaohongshu", "xiaohongshu"),
    ("wechat-account", "WeChat account", "微信公众号", "social_organic", "wechat", "wechat"),
    ("weibo", "Weibo", "微博", "social_organic", "weibo", "weibo"),
    ("zhihu", "Zhihu", "知乎", "social_organic", "zhihu", "zhihu"),
    ("douyin", "Douyin", "抖音", "video", "douyin", "douyin"),
    ("bilibili", "Bilibili", "B站", "video", "bilibili", "bilibili"),
    ("toutiao-feed", "Toutiao feed", "今日头条信息流", "feed", "toutiao", "toutiao"),
    ("display", "Display network", "展示广告网络", "display", "", "display"),
    ("newsletter", "Newsletter (EDM)", "会员邮件（EDM）", "email", "", "newsletter"),
    ("sms", "Text messages", "短信", "sms", "", "sms"),
    ("app-push", "App push", "App 推送", "push", "", "app"),
    ("press", "Press and media", "媒体公关", "press", "", "press"),
    ("content-partner", "Content partners", "内容合作方", "content_partner", "", "partner"),
    ("kol", "KOL", "KOL 达人", "kol", "", "kol"),
    ("affiliate", "Affiliates", "联盟分销", "affiliate", "", "affiliate"),
    ("offline-event", "Offline events", "线下活动", "event_offline", "", "event"),
    ("livestream", "Online events", "线上活动", "event_online", "", "livestream"),
    ("pop-up", "Pop-up store (QR)", "快闪店（扫码）", "retail", "", "pop-up"),
    ("outdoor", "Outdoor", "户外广告", "outdoor", "", "outdoor"),
    ("print", "Print", "平面媒体", "print", "", "print"),
    ("tv-radio", "TV and radio", "电视与广播", "tv_radio", "", "tv-radio"),
    ("community", "Communities", "社群", "community", "", "community"),
    ("ai-assistant", "AI assistants", "AI 助手", "ai_assistant", "", "ai-assistant"),
)
