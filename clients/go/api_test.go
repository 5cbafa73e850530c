package scoring_test

import (
	"bytes"
	"flag"
	"go/ast"
	"go/doc"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write api.txt anew")

// The exported declarations of the package are those in api.txt, so that none changes by accident.
func TestAPI(t *testing.T) {
	got := publicSurface(t)
	if *update {
		if err := os.WriteFile("api.txt", got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("api.txt")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("the public surface differs from api.txt. If that is intended, run: go test -run TestAPI -update\n%s", got)
	}
}

// publicSurface returns the exported declarations of the package, without their
// documentation.
func publicSurface(t *testing.T) []byte {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	positions := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(positions, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	surface, err := doc.NewFromFiles(positions, files, "github.com/scoreline/scoreline/clients/go")
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	for _, declaration := range declarationsOf(surface) {
		if err := format.Node(&text, positions, declaration); err != nil {
			t.Fatal(err)
		}
		text.WriteString("\n\n")
	}
	// Where a comment was, a blank line is left before the next line of a declaration.
	return regexp.MustCompile(`\n\n+\t`).ReplaceAll(bytes.TrimSuffix(text.Bytes(), []byte("\n")), []byte("\n\t"))
}

// declarationsOf returns what a package declares: constants, variables, functions,
// and types with all that belongs to them.
func declarationsOf(surface *doc.Package) []ast.Decl {
	declarations := append(valuesOf(surface.Consts, surface.Vars), functionsOf(surface.Funcs)...)
	for _, declared := range surface.Types {
		declarations = append(declarations, declared.Decl)
		declarations = append(declarations, valuesOf(declared.Consts, declared.Vars)...)
		declarations = append(declarations, functionsOf(declared.Funcs, declared.Methods)...)
	}
	return declarations
}

func valuesOf(groups ...[]*doc.Value) []ast.Decl {
	var declarations []ast.Decl
	for _, group := range groups {
		for _, value := range group {
			declarations = append(declarations, value.Decl)
		}
	}
	return declarations
}

func functionsOf(groups ...[]*doc.Func) []ast.Decl {
	var declarations []ast.Decl
	for _, group := range groups {
		for _, function := range group {
			declarations = append(declarations, function.Decl)
		}
	}
	return declarations
}
