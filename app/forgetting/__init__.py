"""Forgetting the words of a circle: when it is time (`plans`), and doing it (`purge`)."""

from app.forgetting.plans import Plan, Planned, announced, note_warnings, plan, plan_of
from app.forgetting.purge import forget, forget_due

__all__ = ["Plan", "Planned", "announced", "forget", "forget_due", "note_warnings", "plan", "plan_of"]
