"""How the documents that a user keeps are written: a Paper in its Word, Markdown, spreadsheet and picture forms."""
