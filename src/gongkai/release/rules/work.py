"""What the queue does for the release of files, and how far it has come. Pure."""

from enum import StrEnum


class Work(StrEnum):
    """A kind of work on a file."""

    EXAMINATION = "examination"
    SCAN = "scan"
    MATERIAL = "material"
    """Making the paper of a material that is to be redacted."""
    LAYER = "layer"
    """Making the redacted file of a layer."""
    UPLOAD = "upload"


class WorkState(StrEnum):
    """How far it has come."""

    STUCK = "stuck"
    """It does not go on by itself: somebody must try again, or send it anew."""
    RUNNING = "running"
    WAITING = "waiting"
