"""Importers: another's schema in, elements and a list of what was not carried over out."""
