"""Tables of the module `release`."""

from gongkai.release.models.examination import Examination, Scan
from gongkai.release.models.gate import Clearance, DownloadCount, FindingDecision
from gongkai.release.models.lineage import Lineage
from gongkai.release.models.recheck import Recheck, RecheckedItem
from gongkai.release.models.redaction import Layer, LayerBox, LayerState, Material
from gongkai.release.models.upload import Upload

__all__ = [
    "Clearance",
    "DownloadCount",
    "Examination",
    "FindingDecision",
    "Layer",
    "LayerBox",
    "LayerState",
    "Lineage",
    "Material",
    "Recheck",
    "RecheckedItem",
    "Scan",
    "Upload",
]
