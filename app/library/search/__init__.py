"""What is looked for, from its text or its type to the rows that meet it. Start at query.py."""
