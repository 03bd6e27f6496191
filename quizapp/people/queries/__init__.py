"""What pages of people read: few statements, into plain values."""
