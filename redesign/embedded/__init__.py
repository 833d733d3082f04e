"""PostgreSQL and Valkey from wheels, and the launcher that runs them with the worker and the web server.

Nothing here imports Django: it runs before settings can be read. What may start or stop is in these modules:
`wheels` finds the programs, `children` keeps processes and sees that none is left, `servers` starts the two servers,
`launcher` is `make run`, `backup` is `make backup` and `make restore`.
"""
