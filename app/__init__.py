"""Everything about the web: pages, API, streams, and the processes in which runs are trained."""
