"""Where runs are computed: processes apart from the one that talks to browsers, so that neither waits for the other."""
