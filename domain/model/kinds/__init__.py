"""The kinds of element, declared as data, one file per subject."""
