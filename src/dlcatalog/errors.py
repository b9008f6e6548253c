"""Problems of the environment: folders, rights, disks, locks and networks. Faults in the data are never raised."""

from __future__ import annotations


class DlcatalogError(Exception):
    """The root of everything dlcatalog raises on purpose; the message is one line for the person who ran it."""

    exit_code = 3


class UsageProblem(DlcatalogError):
    """The command was called wrongly: an unknown option, a catalogue folder that does not exist."""

    exit_code = 2


class EnvironmentProblem(DlcatalogError):
    """The machine did not let us work: rights, disk, network."""

    exit_code = 3


class LockHeld(EnvironmentProblem):
    """Another process is writing the same output folder."""


class NotOurFolder(EnvironmentProblem):
    """The output folder holds files and no marker of ours, so it is never cleaned."""
