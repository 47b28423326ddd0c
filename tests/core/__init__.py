"""Tests of the pure core: small policies as YAML, dates counted by hand."""
