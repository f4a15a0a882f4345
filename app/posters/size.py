"""How large a poster may be: known without drawing one."""

NARROWEST, USUAL, WIDEST = 320, 1200, 2400  # pixels


def height(width: int) -> int:
    """The height of a poster of this width: two thirds."""
    return round(width * 2 / 3)
