"""Charts: one house style, one function a chart."""
