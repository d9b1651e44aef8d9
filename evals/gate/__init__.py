"""How well the gate keeps hidden words out, and how seldom it stops an honest page: ``python -m evals.gate``."""
