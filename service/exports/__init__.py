"""Lists on their way out of the house: as a workbook or as text, exactly what was filtered, with a line for each."""
