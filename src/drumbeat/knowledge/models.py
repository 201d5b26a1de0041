from drumbeat.knowledge.learnings.models import Evidence, Learning

__all__ = ["Evidence", "Learning"]
