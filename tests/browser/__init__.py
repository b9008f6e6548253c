"""What a reader does with the built site, in a real browser. Nothing here looks at how the site was built."""
