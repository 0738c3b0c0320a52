"""What a site without a server holds: the stations, their hours and names, as scripts read them."""
