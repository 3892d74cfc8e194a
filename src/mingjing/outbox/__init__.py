"""What is pushed to others: receivers, what waits for them, how it goes out."""
