"""The errors a person can meet; each message is a sentence that holds the next step.

QuothError
├── NoIndex            nothing has been built there yet
├── NothingToIndex     the paths given hold no document
├── DamagedIndex       something is there that cannot be read as an index
├── NotWritable        an index cannot be written: no right to, no room, a program in the way
├── RecipeMismatch     the index was built with other choices than those asked for
├── IndexLocked        another build is writing
├── ModelError         a model is missing, altered or cannot be fetched
└── UnknownDocument    the index holds no document of that name
"""


class QuothError(Exception):
    """Base of every error that Quoth raises on purpose."""


class NoIndex(QuothError):
    """Nothing has been built in the folder yet."""


class NothingToIndex(QuothError):
    """The paths given hold no document."""


class DamagedIndex(QuothError):
    """The folder holds something that is not a readable index."""


class NotWritable(QuothError):
    """Nothing can be written into the index: the right or the room is missing."""


class RecipeMismatch(QuothError):
    """The stored recipe differs from the one asked for."""


class IndexLocked(QuothError):
    """Another process is building this index."""


class ModelError(QuothError):
    """A model's files are missing, altered or cannot be fetched."""


class UnknownDocument(QuothError):
    """No document of that path is in the index."""


class CalibrationError(QuothError):
    """A calibration cannot be read or was fitted on other models."""
