"""The gate: what must not be found by a search is stopped before there is anything to find.

Every file passes it in the worker that reads it. A page on which text is hidden from readers, or which points at a
private person, is held: its words are not stored, not even in the catalogue, so that no passage, fact, tag, vector,
export or log can hold them. They stay in the file itself, in the archive, until a person lets the page through (it is
then read again) or withdraws the document. A hold names its reason and never the words.
"""
