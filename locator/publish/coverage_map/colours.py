"""The map's colours. Kinds of station have theirs in `locator.stations.kinds`."""

from __future__ import annotations

# ColorBrewer's sequential schemes of five classes, all marked as safe for colour-blind readers
# (Harrower and Brewer 2003, "ColorBrewer.org", The Cartographic Journal 40:27-37): light is little.
SHARES = ("#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494")  # YlGnBu
UNSERVED = ("#fdd49e", "#fdbb84", "#fc8d59", "#e34a33", "#b30000")  # OrRd
PEOPLE = ("#dadaeb", "#bcbddc", "#9e9ac8", "#756bb1", "#54278f")  # Purples
NO_SHARE = "#bdbdbd"
# Okabe and Ito's bluish green, told from the gaps' black also by form.
SERVICE_AREA = "#009E73"
GAP, GAP_INK = "#000000", "#ffffff"
# The upper ends of the classes of shares; the last class is up to 1.
SHARE_STEPS = (0.2, 0.4, 0.6, 0.8)
