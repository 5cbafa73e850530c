module github.com/scoreline/scoreline/clients/go

go 1.26.0
