"""Bodies of posts between the platforms' forms and Markdown. Shares nothing with the desk's."""
