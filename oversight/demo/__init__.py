"""The demo organisation: invented people and places, the same each time, dated relative to the day it is made."""
