"""The door for programs: the same answers as at the terminal, and drafts that people accept at the desk."""
