"""The annual analysis: what it is made of, for the command line, the page and the exports."""
