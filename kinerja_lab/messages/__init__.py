"""Every sentence a person reads, in Indonesian and English, with its numbers and dates."""
