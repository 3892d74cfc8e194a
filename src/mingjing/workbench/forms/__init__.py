"""What people type at the desk."""
