"""How fast it is, measured beside the bare libraries in the same run."""
