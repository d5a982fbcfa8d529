"""The commands: one function each, whose arguments are what may be typed. Heavy rooms are opened inside."""
