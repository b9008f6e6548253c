"""Link health: asks every external address of a catalogue, politely and safely, and remembers what it heard."""
