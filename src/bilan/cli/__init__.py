"""The door of the terminal: commands, the pages they print, and what they answer to programs."""
