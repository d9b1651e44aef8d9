"""Which themes and agencies a passage carries, with the words that say so, and what people decided."""
