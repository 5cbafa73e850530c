module example.com/score

go 1.26.0
