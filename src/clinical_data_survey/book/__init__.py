"""The book: site, PDF and notebooks made from the chapters with Jupyter Book."""
