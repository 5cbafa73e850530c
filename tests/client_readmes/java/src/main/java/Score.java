// the README's sample 1
