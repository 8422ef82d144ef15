"""The commands of `stepwitness`, for `cli.py` to register: what the arguments mean, and which part
of the engine answers them. No logic lives here."""
