"""What holds for all tests."""

from hypothesis import settings

# A busy machine is no fault of the code: how long an example takes fails no test.
settings.register_profile("locator", deadline=None)
settings.load_profile("locator")
