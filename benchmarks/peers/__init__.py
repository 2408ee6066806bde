"""Quoth beside other programs: same folders, weights and questions, in turn, in one run."""
