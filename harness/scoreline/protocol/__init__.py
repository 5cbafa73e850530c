"""The protocol between harness and client: messages, answers, and the client manifest."""
