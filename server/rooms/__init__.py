"""Live rooms: many people in one model, and every edit durable before anybody sees it."""
