"""The calculators: one file each, one question each."""
