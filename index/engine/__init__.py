"""Where passages are stored: the embedded engine or a server, built anew beside the old and then exchanged."""
