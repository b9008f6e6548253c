"""Turns a folder of YAML records, one per paper, into a searchable static site."""

__version__ = "0.1.0"
