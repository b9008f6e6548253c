"""Pictures of the catalogue: which facts they need, and where on paper each thing stands. Draws nothing itself."""
