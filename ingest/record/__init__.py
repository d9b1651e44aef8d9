"""How the record is kept: its tables, its one database, and what is derived from documents' facts."""
