"""Review: the queue of what others submitted, each paper beside what it is compared with, and decisions."""
