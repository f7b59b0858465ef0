"""`python -m fsmc`: the command line in, its exit status out."""

from fsmc.cli import main

if __name__ == "__main__":
    main()
