"""The door people walk through: a signed link of a message opens their inbox and the form of a task.

Owns HTML, cookies and what browsers need; decides and queries nothing. Without a script: a GET never changes anything,
and what changes something is asked once more. Start reading at `routes`.
"""
