"""The recipe of the bundled dictionaries: which English stems a stem of another language stands for."""
