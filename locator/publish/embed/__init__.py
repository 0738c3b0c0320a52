"""The map on other people's pages: what can be chosen, what is shown first, and the page itself."""
