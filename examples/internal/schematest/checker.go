// Package schematest holds JSON documents to the schemas of package schema, and the
// schemas to the documents: each schema requires the keys that are always written,
// allows those that are sometimes written, and refuses all others.
package schematest

import (
	"bytes"
	"encoding/json"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/examples/schema"
)

// at is the address of all schemas for the validator.
const at = "file:///"

// Suffix ends the name of the file of a schema.
const Suffix = ".schema.json"

// A Checker validates documents, and remembers their objects and keys.
type Checker struct {
	compiler *jsonschema.Compiler
	compiled map[string]*jsonschema.Schema
	texts    map[string]map[string]any // of the files
	seen     map[string]*sight         // by the reference of an object's schema
}

// sight holds the keys seen in the objects of one schema.
type sight struct {
	objects int
	keys    map[string]int
	mutated int // the number of objects from which each key was removed
}

// New reads the schemas.
func New(t require.TestingT) *Checker {
	c := &Checker{
		compiler: jsonschema.NewCompiler(), compiled: map[string]*jsonschema.Schema{},
		texts: map[string]map[string]any{}, seen: map[string]*sight{},
	}
	files, err := schema.Files.ReadDir(".")
	require.NoError(t, err)
	for _, f := range files {
		text, err := schema.Files.ReadFile(f.Name())
		require.NoError(t, err)
		document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		require.NoError(t, err)
		c.texts[f.Name()] = document.(map[string]any)
		require.NoError(t, c.compiler.AddResource(at+f.Name(), document))
	}
	return c
}

// Names returns the names of all schemas.
func (c *Checker) Names() []string {
	var names []string
	for _, file := range slices.Sorted(maps.Keys(c.texts)) {
		names = append(names, strings.TrimSuffix(file, Suffix))
	}
	return names
}

// Require requires that a document is one of the named schema, or of an element of it:
// "report", "elements#/$defs/item". Some objects of each kind in it are then tried with an
// unknown key, and without one of their keys: their schema, or the choice of schemas that
// they stand in, must refuse that exactly for a required key.
func (c *Checker) Require(t require.TestingT, name, text string) {
	require.NotRegexp(t, `\\u00(26|3c|3e)`, text, "&, < and > stand for themselves")
	file, pointer, _ := strings.Cut(name, "#")
	ref := file + Suffix + "#" + pointer
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	require.NoError(t, err, text)
	require.NoError(t, c.validate(t, ref, document), text)
	v := visitor{Checker: c, t: t}
	v.visit(ref, c.node(t, ref), document)
}

func (c *Checker) validate(t require.TestingT, ref string, document any) error {
	s := c.compiled[ref]
	if s == nil {
		var err error
		s, err = c.compiler.Compile(at + strings.TrimSuffix(ref, "#"))
		require.NoError(t, err)
		c.compiled[ref] = s
	}
	return s.Validate(document)
}

// node returns the schema that a reference leads to.
func (c *Checker) node(t require.TestingT, ref string) map[string]any {
	file, pointer, _ := strings.Cut(ref, "#")
	node := c.texts[file]
	for _, key := range strings.Split(pointer, "/")[1:] {
		node, _ = node[key].(map[string]any)
	}
	require.NotNil(t, node, ref)
	return node
}

// resolve returns a reference from within a file as one from anywhere.
func resolve(from, ref string) string {
	file, _, _ := strings.Cut(from, "#")
	if name, pointer, _ := strings.Cut(ref, "#"); name != "" {
		file, ref = path.Base(name), "#"+pointer
	}
	return file + ref
}

// visitor walks through one document along its schema.
type visitor struct {
	*Checker
	t      require.TestingT
	choice func() error // validates the outermost choice that the walk is in; nil outside
}

func (v visitor) visit(ref string, node map[string]any, value any) {
	if to, ok := node["$ref"].(string); ok {
		to = resolve(ref, to)
		v.visit(to, v.node(v.t, to), value)
		return
	}
	if branches, ok := node["oneOf"].([]any); ok {
		if v.choice == nil {
			v.choice = func() error { return v.validate(v.t, ref, value) }
		}
		for _, b := range branches {
			to := resolve(ref, b.(map[string]any)["$ref"].(string))
			if v.validate(v.t, to, value) == nil {
				v.visit(to, v.node(v.t, to), value)
			}
		}
		return
	}
	switch value := value.(type) {
	case []any:
		items := node["items"].(map[string]any)
		for _, x := range value {
			v.visit(ref+"/items", items, x)
		}
	case map[string]any:
		v.object(ref, node, value)
	}
}

// triesOfAKind is the number of objects of a kind from which keys are
// removed.
const triesOfAKind = 4

func (v visitor) object(ref string, node, value map[string]any) {
	s := v.seen[ref]
	if s == nil {
		s = &sight{keys: map[string]int{}}
		v.seen[ref] = s
	}
	s.objects++
	keys := slices.Sorted(maps.Keys(value))
	properties := node["properties"].(map[string]any)
	for _, key := range keys {
		s.keys[key]++
		v.visit(ref+"/properties/"+key, properties[key].(map[string]any), value[key])
	}
	if s.mutated++; s.mutated > triesOfAKind {
		return
	}
	valid := v.choice
	if valid == nil {
		valid = func() error { return v.validate(v.t, ref, value) }
	}
	value["unknown_key"] = "x"
	require.Error(v.t, valid(), "%s allows an unknown key", ref)
	delete(value, "unknown_key")
	for _, key := range keys {
		kept := value[key]
		delete(value, key)
		if required(node)[key] {
			require.Error(v.t, valid(), "%s allows that %s is missing", ref, key)
		} else {
			require.NoError(v.t, valid(), "%s demands %s", ref, key)
		}
		value[key] = kept
	}
}

func required(node map[string]any) map[string]bool {
	keys := map[string]bool{}
	list, _ := node["required"].([]any)
	for _, key := range list {
		keys[key.(string)] = true
	}
	return keys
}

// RequireTight requires that the documents cover the schemas of a file: each object
// and each key was seen, and each optional key was missing once.
func (c *Checker) RequireTight(t *testing.T, name string) {
	c.Schemas(name, func(ref string, node map[string]any) {
		properties, ok := node["properties"].(map[string]any)
		if !ok {
			return
		}
		s := c.seen[ref]
		if s == nil {
			t.Errorf("%s was never seen", ref)
			return
		}
		for _, key := range slices.Sorted(maps.Keys(properties)) {
			switch n := s.keys[key]; {
			case n == 0:
				t.Errorf("%s: key %s was never seen", ref, key)
			case n == s.objects && !required(node)[key]:
				t.Errorf("%s: key %s was there in all %d objects, and is not required", ref, key, n)
			}
		}
	})
}

// Schemas calls f for each schema of a file, those within others included.
func (c *Checker) Schemas(name string, f func(ref string, node map[string]any)) {
	each(name+Suffix+"#", c.texts[name+Suffix], f)
}

func each(ref string, node map[string]any, f func(ref string, node map[string]any)) {
	f(ref, node)
	for _, key := range []string{"$defs", "properties"} {
		children, _ := node[key].(map[string]any)
		for _, name := range slices.Sorted(maps.Keys(children)) {
			each(ref+"/"+key+"/"+name, children[name].(map[string]any), f)
		}
	}
	if items, ok := node["items"].(map[string]any); ok {
		each(ref+"/items", items, f)
	}
}

// Text returns the JSON of a value as the library writes it.
func Text(t require.TestingT, v any) string {
	if a, ok := v.(interface{ AppendJSON([]byte) ([]byte, error) }); ok {
		text, err := a.AppendJSON(nil)
		require.NoError(t, err)
		return string(text)
	}
	text, err := json.Marshal(v)
	require.NoError(t, err)
	return string(text)
}
