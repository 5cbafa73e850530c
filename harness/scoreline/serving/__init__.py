"""What `scoreline serve` offers: the model or a case, and how either is introduced."""
