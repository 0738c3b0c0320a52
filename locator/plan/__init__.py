"""The planner's questions: who lacks a station, where, and at which hours. A library so far."""
