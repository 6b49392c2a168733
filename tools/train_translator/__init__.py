"""Recipe that goes on training the bundled translator from the weights it ships with."""
