"""`python -m saldo.web`: serve the home of the environment."""

from saldo.web.asgi import main

main()
