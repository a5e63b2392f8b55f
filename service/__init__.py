"""Transfer Desk: the service around the workflows."""
