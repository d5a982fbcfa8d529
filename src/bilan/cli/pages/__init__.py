"""What the commands print: one module a page. Nothing here asks a clock or changes anything."""
