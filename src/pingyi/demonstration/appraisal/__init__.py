"""Two online appraisals of the invented province, through the real programs: one that is over, one that is open.

All six bodies sit in folders of this machine, which is why it is a demonstration and never more than grade D.
"""
