package configtest

import (
	"context"
	"encoding"
	"encoding/json"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A Surface holds the exported names of a package, for a test that calls
// them all with zero values.
type Surface struct {
	// Values are a pointer to the zero value of each exported type, and other
	// values that are worth a call.
	Values []any
	// Funcs are the exported functions by name.
	Funcs map[string]any
}

// Check calls each function, and each method of each value and of its zero value,
// with zero arguments: nil pointers, functions, readers and writers, and a
// context that never ends. A call may panic only if its documentation, or that of
// its type, says so, and only in words: Check fails if the runtime finds a nil.
// It also fails if the Surface lacks a name that the package in the current
// directory exports.
func (s Surface) Check(t *testing.T) {
	t.Helper()
	docs := documentation(t)
	for name, f := range s.Funcs {
		require.Contains(t, docs, name)
		callInWords(t, name, reflect.ValueOf(f), docs[name])
		delete(docs, name)
	}
	for _, value := range s.Values {
		v := reflect.ValueOf(value)
		zero, typ := v, v.Type()
		if v.Kind() == reflect.Pointer {
			typ = typ.Elem()
			zero = reflect.New(typ)
		}
		if err, ok := zero.Interface().(error); ok && typ.Kind() == reflect.Struct {
			if msg := err.Error(); hole.MatchString(msg) {
				t.Errorf("the message of a zero %s has a hole: %q", typ.Name(), msg)
			}
		}
		for _, v := range []reflect.Value{v, zero} {
			for i := range v.NumMethod() {
				name := typ.Name() + "." + v.Type().Method(i).Name
				callInWords(t, name, v.Method(i), docs[typ.Name()]+docs[name])
			}
		}
	}
	for _, value := range s.Values {
		typ := reflect.TypeOf(value)
		if typ.Kind() == reflect.Pointer {
			typ = typ.Elem()
		}
		delete(docs, typ.Name())
		readsAsWritten(t, typ)
	}
	for name := range docs {
		if !strings.Contains(name, ".") {
			t.Errorf("the surface lacks %s", name)
		}
	}
}

// readsAsWritten checks the JSON of a type: a value and a pointer to it are written alike;
// an enumeration is text; the keys of a struct are lower snake case; and what does not read
// all that it writes by itself reads it by a method, or refuses to. Types that programs fill
// in and nobody stores or sends may do without: specifications, configurations, and types
// without exported fields.
func readsAsWritten(t *testing.T, typ reflect.Type) {
	t.Helper()
	writes := func(typ reflect.Type) bool {
		return typ.Implements(reflect.TypeFor[json.Marshaler]()) || typ.Implements(reflect.TypeFor[encoding.TextMarshaler]())
	}
	pointer := reflect.PointerTo(typ)
	reads := pointer.Implements(reflect.TypeFor[json.Unmarshaler]()) || pointer.Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
	tagged, hidden := 0, 0
	switch {
	case writes(typ):
	case writes(pointer):
		t.Errorf("%s is not written as a pointer to it is: let MarshalJSON have a value", typ.Name())
	case typ.Kind() == reflect.Struct && !strings.HasSuffix(typ.Name(), "Spec") && !strings.HasSuffix(typ.Name(), "Config"):
		for field := range typ.Fields() {
			if field.Anonymous {
				continue
			}
			if !field.IsExported() {
				hidden++
				continue
			}
			tagged++
			if key, _, _ := strings.Cut(field.Tag.Get("json"), ","); !snake.MatchString(key) {
				t.Errorf("%s.%s has the JSON key %q, which is not lower snake case", typ.Name(), field.Name, key)
			}
		}
	case typ.Kind() >= reflect.Int && typ.Kind() <= reflect.Uint64:
		if _, ok := typ.MethodByName("String"); ok {
			t.Errorf("%s is written as a number: give it MarshalText", typ.Name())
		}
	}
	if !reads && (writes(typ) || tagged > 0 && hidden > 0) {
		t.Errorf("%s is written as JSON, and json.Unmarshal leaves it empty: let it be read, or refuse", typ.Name())
	}
}

// snake matches a key of JSON.
var snake = regexp.MustCompile(`^(-|[a-z][a-z0-9]*(_[a-z0-9]+)*)$`)

// hole matches a message in which an empty text stands in place of a name.
var hole = regexp.MustCompile(`^\W*$|^\W|[\s:,]$|  |\s[;:,.]|""|\(\)|\[\]|: *:|, *,|\b(the|is|at|of|where|and|by|position|part|station|order|rule|plant)$`)

// documentation returns the comments of the exported names of the package
// in the current directory: by name for functions and types, by
// "Type.Method" for methods. Interfaces are left out.
func documentation(t *testing.T) map[string]string {
	t.Helper()
	pkg, _ := Package(t, ".", parser.ParseComments)
	docs := make(map[string]string)
	functions := func(prefix string, list []*doc.Func) {
		for _, f := range list {
			docs[prefix+f.Name] = f.Doc
		}
	}
	functions("", pkg.Funcs)
	for _, typ := range pkg.Types {
		functions("", typ.Funcs)
		if _, ok := typ.Decl.Specs[0].(*ast.TypeSpec).Type.(*ast.InterfaceType); ok {
			continue
		}
		docs[typ.Name] = typ.Doc
		functions(typ.Name+".", typ.Methods)
	}
	return docs
}

// callInWords calls a function with zero arguments.
func callInWords(t *testing.T, name string, f reflect.Value, docs string) {
	t.Helper()
	args := make([]reflect.Value, f.Type().NumIn())
	for i := range args {
		args[i] = reflect.Zero(f.Type().In(i))
		if f.Type().In(i) == reflect.TypeFor[context.Context]() {
			args[i] = reflect.ValueOf(context.Background())
		}
	}
	nilContext(t, name, f, args)
	defer func() {
		what := recover()
		if what == nil {
			return
		}
		if err, ok := what.(runtime.Error); ok && strings.Contains(err.Error(), "nil") {
			t.Errorf("%s with zero arguments panics, not in words: %v", name, what)
		} else if !strings.Contains(docs, "panic") {
			t.Errorf("%s with zero arguments panics, and its documentation does not say so: %v", name, what)
		}
	}()
	call := f.Call
	if f.Type().IsVariadic() {
		call = f.CallSlice
	}
	for _, result := range call(args) {
		walk(result)
	}
}

// nilContext calls a function with a nil context, which must panic in words.
func nilContext(t *testing.T, name string, f reflect.Value, args []reflect.Value) {
	t.Helper()
	i := slices.IndexFunc(args, func(arg reflect.Value) bool { return arg.Type().Implements(reflect.TypeFor[context.Context]()) })
	if i < 0 {
		return
	}
	args = slices.Clone(args)
	args[i] = reflect.Zero(reflect.TypeFor[context.Context]())
	defer func() {
		if what, ok := recover().(string); !ok || !strings.Contains(what, "the context is nil") {
			t.Errorf("%s with a nil context does not panic in words: %v", name, what)
		}
	}()
	if f.Type().IsVariadic() {
		f.CallSlice(args)
		return
	}
	f.Call(args)
}

// walk runs through an iterator.
func walk(v reflect.Value) {
	switch {
	case v.Kind() != reflect.Func || v.IsNil():
	case v.Type().CanSeq2():
		for range v.Seq2() {
		}
	case v.Type().CanSeq():
		for range v.Seq() {
		}
	}
}

// Package returns the exported names of the package in a directory, without its tests,
// and their places; with parser.ParseComments, also their documentation.
func Package(t testing.TB, dir string, mode parser.Mode) (*doc.Package, *token.FileSet) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	require.NoError(t, err)
	set := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, name, nil, mode)
		require.NoError(t, err)
		files = append(files, file)
	}
	pkg, err := doc.NewFromFiles(set, files, dir)
	require.NoError(t, err)
	return pkg, set
}
