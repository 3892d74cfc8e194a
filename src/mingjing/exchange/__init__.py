"""What goes out in the forms of others: credit disclosure (双公示), open data."""
