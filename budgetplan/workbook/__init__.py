"""Excel workbooks: where everything stands, what is written, and the proof that it is right."""
