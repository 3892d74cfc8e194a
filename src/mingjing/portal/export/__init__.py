"""The public site as plain files, for a bureau without a site of its own (国办发〔2017〕47号; reference §11.5)."""
