from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "drumbeat.people"
    # model label → its state machine; rooms add theirs with `declare` when the product starts
    machines: dict = {}

    def declare(self, **machines):
        """`declare(**{"content.brief": BRIEF})`: objects of this model move by this machine."""
        self.machines.update(machines)
