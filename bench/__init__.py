"""The benchmark: the product beside plain peers, measured in one run."""
