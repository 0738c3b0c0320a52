"""The kinds of file that lists come in, one module each: all become the rows of a sheet."""
