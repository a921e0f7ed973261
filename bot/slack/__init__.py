"""Floor 6: payloads, Block Kit and the Web API; nothing else knows them."""
