"""Reports: renderings of the one stream of events that a run is."""
