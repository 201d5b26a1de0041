from drumbeat.review.retrospectives.models import Closing, Retrospective

__all__ = ["Closing", "Retrospective"]
