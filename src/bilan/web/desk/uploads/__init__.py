"""The pages of spreadsheets: send one, look at what it would do, confirm, mend; and the workbooks to begin with."""
