"""Plain functions on numbers; each with units, convention, source and, where one exists, somebody else's published number."""
