"""The whole row: which step follows which, what is kept between builds, where bytes go."""
