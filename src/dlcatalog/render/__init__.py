"""Bytes from (template, view), and from nothing else."""
