"""The contract: frozen values that travel between the rooms, and the loader that reads them."""
