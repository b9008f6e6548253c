"""What a catalogue consists of, as typed, frozen values: the one home of the schema."""
