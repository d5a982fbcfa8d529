HATCH = ""
