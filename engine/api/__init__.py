"""The HTTP door: one file per noun in `routes`, an error becomes a problem document, nothing is decided here."""
