"""Chinese full-text search on either database, with the same answers. The interface is `index`."""
