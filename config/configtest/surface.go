package configtest

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// A Surface is what a package exports, for a test that calls all of it with
// zero values.
type Surface struct {
	// Values are a pointer to the zero value of each exported type, and values
	// of use where zero values are not all there is to try.
	Values []any
	// Funcs are the exported functions by name.
	Funcs map[string]any
}

// Check calls each function, and each method of each value and of its zero
// value, with zero arguments: nil pointers, functions, readers and writers, a
// context that never ends. A call may panic in words, or since an id is out of
// range. Check fails where the runtime finds a nil, and where the package in the
// current directory exports what the Surface lacks.
func (s Surface) Check(t *testing.T) {
	t.Helper()
	s.complete(t)
	for name, f := range s.Funcs {
		callInWords(t, name, reflect.ValueOf(f))
	}
	for _, value := range s.Values {
		v := reflect.ValueOf(value)
		zero := v
		if v.Kind() == reflect.Pointer {
			zero = reflect.New(v.Type().Elem())
		}
		for _, v := range []reflect.Value{v, zero} {
			for i := range v.NumMethod() {
				callInWords(t, v.Type().String()+"."+v.Type().Method(i).Name, v.Method(i))
			}
		}
	}
}

// complete fails for each exported type and function that s lacks.
func (s Surface) complete(t *testing.T) {
	t.Helper()
	known := make(map[string]bool)
	for name := range s.Funcs {
		known[name] = true
	}
	for _, value := range s.Values {
		typ := reflect.TypeOf(value)
		if typ.Kind() == reflect.Pointer {
			typ = typ.Elem()
		}
		known[typ.Name()] = true
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, missing := range exported(f, known) {
			t.Errorf("the surface of package %s lacks %s", f.Name, missing)
		}
	}
}

// exported returns the exported types and functions of a file that are not known.
func exported(f *ast.File, known map[string]bool) []string {
	var names []string
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil {
				names = append(names, d.Name.Name)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if spec, ok := spec.(*ast.TypeSpec); ok && !interfaceType(spec) {
					names = append(names, spec.Name.Name)
				}
			}
		}
	}
	return slices.DeleteFunc(names, func(name string) bool { return known[name] || !ast.IsExported(name) })
}

func interfaceType(spec *ast.TypeSpec) bool {
	_, ok := spec.Type.(*ast.InterfaceType)
	return ok
}

// callInWords calls a function with zero arguments and fails if the runtime
// finds a nil.
func callInWords(t *testing.T, name string, f reflect.Value) {
	t.Helper()
	args := make([]reflect.Value, f.Type().NumIn())
	for i := range args {
		args[i] = reflect.Zero(f.Type().In(i))
		if f.Type().In(i) == reflect.TypeFor[context.Context]() {
			args[i] = reflect.ValueOf(context.Background())
		}
	}
	defer func() {
		what := recover()
		if err, ok := what.(runtime.Error); ok && strings.Contains(err.Error(), "nil") {
			t.Errorf("%s with zero arguments panics: %v", name, what)
		}
	}()
	if f.Type().IsVariadic() {
		f.CallSlice(args)
	} else {
		f.Call(args)
	}
}
