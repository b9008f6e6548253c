"""Tests of the pictures: what they choose, where things stand, what pages say."""
