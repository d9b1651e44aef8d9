"""What reports write in many ways, read one way: dates, ages, numbers, boards, subjects, addressees."""
