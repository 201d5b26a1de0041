"""Survey arithmetic: weights, margins of error, scores, crosstabs with significance."""
