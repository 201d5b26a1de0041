"""The demo: a small simulated world lived through the product's own doors, its truth beside it."""
