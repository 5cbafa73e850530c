"""Reports: renderings of the report value, for people and for other programs."""
