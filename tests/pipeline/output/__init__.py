"""Tests of publishing; a package, so that they share `sites` and `faults`."""
