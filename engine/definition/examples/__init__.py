"""One right and one wrong example of every key, as the reference shows them and the tests run them.

`folder` holds a small sound folder with a place for each kind of map; the tables hold what stands there. Owns no
text for users: what a wrong example is told comes from reading it.
"""

from engine.definition.examples.cycle import CYCLE_EXAMPLES
from engine.definition.examples.fields import FIELD_EXAMPLES
from engine.definition.examples.folder import FOLDER, problems_with
from engine.definition.examples.house import HOUSE_EXAMPLES
from engine.definition.examples.indicators import INDICATOR_EXAMPLES
from engine.definition.examples.pair import Pair
from engine.definition.examples.process import PROCESS_EXAMPLES
from engine.definition.examples.scenario import SCENARIO_EXAMPLES
from engine.definition.examples.states import STATE_EXAMPLES

# Map -> key -> its examples. A key that several maps share stands under the first.
EXAMPLES = {
    **PROCESS_EXAMPLES,
    **FIELD_EXAMPLES,
    **STATE_EXAMPLES,
    **CYCLE_EXAMPLES,
    **INDICATOR_EXAMPLES,
    **HOUSE_EXAMPLES,
    **SCENARIO_EXAMPLES,
}

__all__ = ["EXAMPLES", "FOLDER", "Pair", "problems_with"]
