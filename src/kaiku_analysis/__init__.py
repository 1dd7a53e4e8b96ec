"""From workplace surveys and stories to an evaluation report."""
