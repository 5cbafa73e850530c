"""Whether the four clients say the same of one reply: `python3 noxfile.py -s differential`."""
