"""Programs that set the project up, check it and say what is missing; they run on Python's standard library alone."""
