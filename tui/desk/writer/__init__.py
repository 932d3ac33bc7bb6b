"""The writer: from git history or a topic to a draft, in the sources' own words."""
