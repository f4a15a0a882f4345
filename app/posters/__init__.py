"""Posters: a picture of a run for print, drawn without a browser, in a process of its own."""
