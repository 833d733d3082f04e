from oversight.queries.home.page import Home, home

__all__ = ["Home", "home"]
