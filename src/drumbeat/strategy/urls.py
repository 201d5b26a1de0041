from drumbeat.strategy.audiences.urls import urlpatterns as audiences
from drumbeat.strategy.brandbook.urls import urlpatterns as brandbook
from drumbeat.strategy.campaigns.urls import urlpatterns as campaigns
from drumbeat.strategy.coding.urls import urlpatterns as coding
from drumbeat.strategy.competitors.urls import urlpatterns as competitors
from drumbeat.strategy.crisis.urls import urlpatterns as crisis
from drumbeat.strategy.forecasts.urls import urlpatterns as forecasts
from drumbeat.strategy.goals.urls import urlpatterns as goals
from drumbeat.strategy.horizons.urls import urlpatterns as horizons
from drumbeat.strategy.insights.urls import urlpatterns as insights
from drumbeat.strategy.kpis.urls import urlpatterns as kpis
from drumbeat.strategy.launches.urls import urlpatterns as launches
from drumbeat.strategy.limits.urls import urlpatterns as limits
from drumbeat.strategy.market.urls import urlpatterns as market
from drumbeat.strategy.messages.urls import urlpatterns as messages
from drumbeat.strategy.metrics.urls import urlpatterns as metrics
from drumbeat.strategy.planbooks.urls import urlpatterns as planbooks
from drumbeat.strategy.plans.urls import urlpatterns as plans
from drumbeat.strategy.rates.urls import urlpatterns as rates
from drumbeat.strategy.register.urls import urlpatterns as register
from drumbeat.strategy.routes.urls import urlpatterns as routes
from drumbeat.strategy.segments.urls import urlpatterns as segments
from drumbeat.strategy.studies.urls import urlpatterns as studies
from drumbeat.strategy.surveys.urls import urlpatterns as surveys
from drumbeat.strategy.tabulation.urls import urlpatterns as tabulation
from drumbeat.strategy.timeline.urls import urlpatterns as timeline
from drumbeat.strategy.trackers.urls import urlpatterns as trackers

app_name = "strategy"
urlpatterns = [
    *goals,
    *kpis,
    *metrics,
    *plans,
    *horizons,
    *forecasts,
    *planbooks,
    *rates,
    *limits,
    *timeline,
    *audiences,
    *messages,
    *routes,
    *brandbook,
    *campaigns,
    *launches,
    *market,
    *competitors,
    *register,
    *crisis,
    *studies,
    *surveys,
    *tabulation,
    *trackers,
    *coding,
    *insights,
    *segments,
]
