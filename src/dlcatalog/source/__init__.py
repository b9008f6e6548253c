"""Files of a catalogue to typed values with places. The only reader of YAML."""
