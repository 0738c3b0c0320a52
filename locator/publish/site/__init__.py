"""The map without a server: a site or one file, with hours and names as scripts read them."""
