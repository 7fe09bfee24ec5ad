"""An appraisal from evidence to results, without Django: gather, judge, write files, do it again."""

from pingyi.analysis.appraisal.evidence_files import evidence_files, read_evidence
from pingyi.analysis.appraisal.frame import Frame, UnitRow, frame_file, read_frame
from pingyi.analysis.appraisal.gathered import SMALLEST, Cover, Gathered
from pingyi.analysis.appraisal.gathering import gather
from pingyi.analysis.appraisal.judging import ItemRow, Outcome, appraise
from pingyi.analysis.appraisal.result_files import result_files
from pingyi.analysis.appraisal.scoring_files import score_files

__all__ = [
    "SMALLEST",
    "Cover",
    "Frame",
    "Gathered",
    "ItemRow",
    "Outcome",
    "UnitRow",
    "appraise",
    "evidence_files",
    "frame_file",
    "gather",
    "read_evidence",
    "read_frame",
    "result_files",
    "score_files",
]
