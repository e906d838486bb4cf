package bom_test

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/confspace/confspace/bom"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every method of the zero value of every exported type works with zero
// arguments, or its documentation says that it panics.
func TestZeroValues(t *testing.T) {
	values := map[string]any{
		"Bill": &bom.Bill{}, "Candidate": &bom.Candidate{}, "Item": &bom.Item{}, "ItemID": new(bom.ItemID), "PartTotal": &bom.PartTotal{},
		"Position": &bom.Position{}, "PositionError": &bom.PositionError{}, "PositionErrors": &bom.PositionErrors{},
		"PositionID": new(bom.PositionID), "Row": &bom.Row{}, "Select": new(bom.Select), "Slot": &bom.Slot{}, "SlotID": new(bom.SlotID),
		"Structure": &bom.Structure{}, "Variant": &bom.Variant{}, "VariantID": new(bom.VariantID),
	}
	documented := exportedTypes(t)
	for name := range documented {
		require.Contains(t, values, name, "a type without a zero value here")
	}
	for name, value := range values {
		require.Contains(t, documented, name)
		v := reflect.ValueOf(value)
		for i := range v.NumMethod() {
			method := v.Type().Method(i)
			t.Run(name+"."+method.Name, func(t *testing.T) {
				defer func() {
					if fault := recover(); fault != nil {
						assert.Contains(t, documented[name][method.Name], "panic", "%v", fault)
					}
				}()
				var args []reflect.Value
				for in := range v.Method(i).Type().Ins() {
					args = append(args, reflect.Zero(in))
				}
				for _, result := range v.Method(i).Call(args) {
					walk(result)
				}
			})
		}
	}
}

// walk runs through what an iterator yields.
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

// exportedTypes returns the documentation of each method of each exported type.
func exportedTypes(t *testing.T) map[string]map[string]string {
	set := token.NewFileSet()
	names, err := filepath.Glob("*.go")
	require.NoError(t, err)
	var files []*ast.File
	for _, name := range names {
		if !strings.HasSuffix(name, "_test.go") {
			file, err := parser.ParseFile(set, name, nil, parser.ParseComments)
			require.NoError(t, err)
			files = append(files, file)
		}
	}
	pkg, err := doc.NewFromFiles(set, files, "bom")
	require.NoError(t, err)
	types := map[string]map[string]string{}
	for _, typ := range pkg.Types {
		types[typ.Name] = map[string]string{}
		for _, m := range typ.Methods {
			types[typ.Name][m.Name] = m.Doc
		}
	}
	return types
}
