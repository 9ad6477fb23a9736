"""What calculators are made of: rules, remarks and pictures that several share, or that would make the file of one too long."""
