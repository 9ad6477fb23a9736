"""What can go wrong while the engine is built."""


class EngineError(Exception):
    """The engine cannot be built; the sentence says why and what to do."""
