"""What the measurements are held against: the least that a server of this kind can do. This code is left as it is, so
that figures of different days can be compared; whoever makes the app faster does it in the app."""
