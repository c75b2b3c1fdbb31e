"""What the page and the command lines call: one small class for each concern, its parts passed in."""
