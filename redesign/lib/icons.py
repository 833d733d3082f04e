"""The icons that pages may use: Lucide's own names, so that anyone can look one up.

`make vendor` writes exactly these into one sprite; `redesign.lib.components.icon` refuses any other.
"""

ICONS = frozenset(
    """
    activity archive arrow-down arrow-left arrow-right arrow-right-left arrow-up arrow-up-down bed bell book-open
    building-2 calendar chart-line check chevron-down chevron-left chevron-right chevron-up circle circle-alert
    circle-check circle-dashed circle-dot circle-help circle-pause circle-x clipboard-check clipboard-list clock coins
    columns-2 compass copy door-open download ellipsis external-link eye eye-off file-text flag folder-tree git-branch
    grip-vertical hand-helping handshake heart-pulse history hospital hourglass house inbox info key keyboard
    layout-dashboard layout-grid lightbulb link list list-checks list-tree lock log-in log-out mail maximize megaphone
    menu message-square minimize minus monitor moon move network octagon-alert party-popper pause pencil play plus
    presentation printer quote refresh-cw rotate-ccw route save scale scissors search send server settings shield-check
    sliders-horizontal sparkles split sprout star stethoscope sun sun-moon table tag target thumbs-up timer trash-2
    trending-down trending-up triangle-alert tv undo-2 upload user user-check user-plus users users-round wifi-off
    wrench x
    """.split()
)
