"""What each command of `scoreline` does, a module a command, imported when it is called."""
