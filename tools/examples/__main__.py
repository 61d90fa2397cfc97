"""`make examples` writes data/examples anew."""

from examples.files import write_all

write_all()
