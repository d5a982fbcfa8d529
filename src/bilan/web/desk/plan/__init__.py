"""The plan editor: the tree, changes proposed to it with all that comes of them, and their approval."""
