"""Teachers: whoever writes problems and rationales, built in or a language model, judged alike."""
