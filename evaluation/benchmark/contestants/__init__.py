"""What is measured: each file is a process of its own that takes in articles and answers, told what to do by lines."""
