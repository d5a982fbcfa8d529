"""What is shown: figures as they are written, marks, sheets of what is told of one thing, and paper."""
