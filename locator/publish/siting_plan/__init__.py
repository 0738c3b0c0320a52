"""What a planner gets of a siting: its map, its files, and the words for both."""

from locator.publish.siting_plan.files import plan_collection, plan_files, plan_summary
from locator.publish.siting_plan.map import plan_map

__all__ = ["plan_collection", "plan_files", "plan_map", "plan_summary"]
