"""Where reports are published, and how they are collected: politely, resumably, and never quietly empty."""
