"""What several tests stand on. `postgres` starts a real server; nothing here imitates our own parts."""
