"""Pictures, films, sound, fonts and documents: bytes in, facts out; nothing in them runs."""
