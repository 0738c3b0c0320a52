"""The sheet for a wall, and pages as PNG and PDF through this machine's Chromium."""
