"""People's doors: the command line and the pages in the browser. Nothing imports this package."""
