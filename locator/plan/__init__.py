"""The planner's questions: who lacks a station, where, at which hours, and what to build next."""
