"""百度营销: GB18030, seven or eight lines before the header, 合计 at the end."""

from ..layout import Layout

BAIDU = Layout(
    key="baidu",
    platform_en="Baidu Marketing",
    platform_zh="百度营销",
    columns={
        "date": ("日期", "时间", "日期(天)"),
        "account": ("账户", "账户名称", "推广账户"),
        "campaign": ("推广计划", "方案", "计划", "推广计划名称", "计划名称"),
        "campaign_id": ("推广计划ID", "计划ID", "方案ID"),
        "adgroup": ("推广单元", "单元", "推广单元名称", "单元名称"),
        "adgroup_id": ("推广单元ID", "单元ID"),
        "ad": ("创意", "创意名称", "创意标题"),
        "ad_id": ("创意ID",),
        "spend": ("消费", "消费金额", "总消费"),
        "impressions": ("展现", "展现量", "展现次数"),
        "clicks": ("点击", "点击量", "点击次数"),
        "conversions": ("目标转化量", "转化量", "转化"),
    },
    breakdowns=("关键词", "匹配模式", "搜索词", "设备", "地域", "推广设备", "省级地域"),
    also=(
        "点击率",
        "平均点击价格",
        "千次展现消费",
        "目标转化成本",
        "目标转化率",
        "上方展现胜出率",
    ),
    settles_in="CNY",
)
