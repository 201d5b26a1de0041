"""Every platform whose spend export we read, one table each."""

from ..layout import Layout
from .baidu import BAIDU
from .china import OCEAN_ENGINE, TENCENT, WEIBO, XIAOHONGSHU
from .google_ads import GOOGLE_ADS
from .meta_ads import META_ADS
from .worldwide import LINKEDIN, MICROSOFT, TIKTOK

LAYOUTS: tuple[Layout, ...] = (
    GOOGLE_ADS,
    META_ADS,
    BAIDU,
    OCEAN_ENGINE,
    TENCENT,
    XIAOHONGSHU,
    WEIBO,
    LINKEDIN,
    TIKTOK,
    MICROSOFT,
)
BY_KEY: dict[str, Layout] = {layout.key: layout for layout in LAYOUTS}
