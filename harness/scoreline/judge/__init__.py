"""The judge: calculation alone, from a case and the evidence of both witnesses to mismatches."""
