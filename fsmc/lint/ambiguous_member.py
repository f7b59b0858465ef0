"""A name is a member of several enumerations, and nothing says which one is meant.

Two enumerations may have a member of the same name. Which one is meant is taken from what the name is compared with,
assigned to, or handed to; where that is a member too, nothing is left to tell.

Example:
    machine Lamp
    type Colour = red | green
    type Alarm = red | silent
    var colour: Colour
    var alarm: Alarm
    state On initial
    state Off final
    event press
    event turn
    On on press [red == colour and red != red] -> Off    # FSM022: red
    On on press [else] -> stay / colour = red
    On on turn [alarm == silent] -> stay / alarm = red, colour = green
    On on turn [else] -> stay / alarm = silent

Instead:
    machine Lamp
    type Colour = red | green
    type Alarm = red | silent
    var colour: Colour
    var alarm: Alarm
    state On initial
    state Off final
    event press
    event turn
    On on press [red == colour and alarm != red] -> Off
    On on press [else] -> stay / colour = red
    On on turn [alarm == silent] -> stay / alarm = red, colour = green
    On on turn [else] -> stay / alarm = silent
"""

from __future__ import annotations

from fsmc.lint.rule import Rule

RULE = Rule("FSM022", "ambiguous-member", None, __doc__)
