"""Documents that a user keeps: what goes in (a Paper), and how it is written (DOCX, Markdown, tables)."""
