"""What may come in: one marshmallow schema per action, per body and per row of a file, whichever door it comes by."""
