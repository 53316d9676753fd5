"""The public datasets that a model is trained on: what they are, where they come from, how they are read."""
