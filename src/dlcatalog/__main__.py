"""`python -m dlcatalog`."""

from dlcatalog.cli.main import main

if __name__ == "__main__":
    main()
