"""Floor 5: a sample company plays a half-year, so that somebody can see everything work within half a minute.

`company` invents the people, `behaviour` what they do and write, `play` turns the clock, `report` tells what came of
it. Nothing here decides: people act through the same verbs as everybody. Start with `play.demo`.
"""
