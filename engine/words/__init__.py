"""Floor 0: the words everything else is said in. Owns the error tree, problems, texts and the clock.

It imports nothing of ours. Start with `problems`: a fault is a code with facts, and its text is
looked up in the reader's language when it is shown.
"""
