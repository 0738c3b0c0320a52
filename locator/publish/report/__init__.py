"""A coverage on paper and as files: the report for print, and the folder that holds all."""
