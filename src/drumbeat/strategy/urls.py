from drumbeat.strategy.audiences.urls import urlpatterns as audiences
from drumbeat.strategy.campaigns.urls import urlpatterns as campaigns
from drumbeat.strategy.competitors.urls import urlpatterns as competitors
from drumbeat.strategy.goals.urls import urlpatterns as goals
from drumbeat.strategy.market.urls import urlpatterns as market
from drumbeat.strategy.messages.urls import urlpatterns as messages
from drumbeat.strategy.plans.urls import urlpatterns as plans
from drumbeat.strategy.register.urls import urlpatterns as register

app_name = "strategy"
urlpatterns = [*goals, *plans, *audiences, *messages, *campaigns, *market, *competitors, *register]
