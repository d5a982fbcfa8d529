"""One module per question. An analysis reads only the tables of an edition that any citizen can download."""
