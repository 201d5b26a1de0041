"""Reading platform exports, writing XLSX, CSV and PPTX: bytes in, rows out and back."""
