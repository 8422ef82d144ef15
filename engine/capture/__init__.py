"""From a program to its recording: the only part that runs programs."""
