"""The commands of the command line that are not in cli.py: one small file a group."""
