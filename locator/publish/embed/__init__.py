"""The map on other people's pages: the frame, the page to choose it on, and oEmbed."""
