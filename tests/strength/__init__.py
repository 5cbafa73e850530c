"""How strong the suite is: what it catches, measured with broken clients and with mutants."""
