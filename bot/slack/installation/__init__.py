"""How workspaces and organizations install the app, and how it leaves them."""
