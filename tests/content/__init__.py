"""The shipped processes lived through: by people who act, and by people who never answer."""
