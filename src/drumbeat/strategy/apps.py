from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class StrategyConfig(AppConfig):
    name = "drumbeat.strategy"

    def ready(self):
        from drumbeat.strategy import thread  # noqa: F401 - registers the room's kinds
        from drumbeat.strategy.brandbook.states import PLATFORM
        from drumbeat.strategy.campaigns.states import CAMPAIGN
        from drumbeat.strategy.crisis.kept import keep_what_was_said
        from drumbeat.strategy.crisis.states import CRISIS, STATEMENT
        from drumbeat.strategy.insights.states import INSIGHT
        from drumbeat.strategy.kpis.states import KPI_TREE
        from drumbeat.strategy.limits.states import RELEASE
        from drumbeat.strategy.plans.states import PLAN
        from drumbeat.strategy.register.states import ITEM
        from drumbeat.strategy.studies.states import STUDY
        from drumbeat.strategy.surveys.states import QUESTIONNAIRE

        post_migrate.connect(keep_what_was_said, sender=self)
        apps.get_app_config("people").declare(
            **{
                "strategy.plan": PLAN,
                "strategy.limitrelease": RELEASE,
                "strategy.kpitree": KPI_TREE,
                "strategy.brandplatform": PLATFORM,
                "strategy.campaign": CAMPAIGN,
                "strategy.swotitem": ITEM,
                "strategy.crisis": CRISIS,
                "strategy.statement": STATEMENT,
                "strategy.study": STUDY,
                "strategy.questionnaire": QUESTIONNAIRE,
                "strategy.insight": INSIGHT,
            }
        )
