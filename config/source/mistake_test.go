package source_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config/source"
)

// Mistakes of structure are all found in one run, in the words of who made them.
func TestMistakes(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"several", "a: b: c\nd: [x\ne: 1\n", `f.yaml:1:4: a second ": " in one line
    a: b: c
       ^
    quote the text if the colon belongs to it
f.yaml:3:1: a comma or the closing ] is missing before this
    e: 1
    ^
    the bracket was opened in line 2`},
		{"two bad lines in a list", "l:\n  - a: b: c\n  - ok\n  -bad\n  - {x}}\n  - ok\n", `f.yaml:2:8: a second ": " in one line
    - a: b: c
         ^
    quote the text if the colon belongs to it
f.yaml:4:3: this line does not fit the lines above it
    -bad
    ^^^^
    write a space behind the - of a list
f.yaml:5:8: } without an opening bracket
    - {x}}
         ^
    quote the text if it belongs to it`},
		{"entry read as text", "l:\n  - a\n    - b\n", `f.yaml:3:5: this entry is read as part of the text above it
    - b
    ^
    indent each "- " of a list alike; quote the text if it is one`},
		{"deeper key", "a: x\n  b: y\nc: z: z\n", `f.yaml:2:3: this line is indented deeper than the keys above it
    b: y
    ^^
    align it with them
f.yaml:3:4: a second ": " in one line
    c: z: z
       ^
    quote the text if the colon belongs to it`},
		{"key out of line", "a:\n    b: c\n  d: e\nf: g\n", `f.yaml:3:3: this key does not line up with the keys above it
    d: e
    ^
    indent the keys of a mapping alike`},
		{"entry out of line", "a:\n  - b\n - c\n", `f.yaml:3:2: this entry does not line up with a list above it
    - c
    ^
    indent each "- " of a list alike`},
		{"list behind key", "a: - b\n", `f.yaml:1:4: a list cannot begin behind the key
    a: - b
       ^
    begin the first "- " on the next line`},
		{"list among keys", "a: b\n- c\n", `f.yaml:2:1: this line must be key: value, as the lines above are
    - c
    ^
    the lines above it are keys and values; indent the entry if it belongs to the key above`},
		{"colon alone", "a: b\n: c\n", `f.yaml:2:1: a key is missing before the colon
    : c
    ^`},
		{"pair in a list", "a: [b: c]\n", `f.yaml:1:6: a key and value within a list
    a: [b: c]
         ^
    write {key: value}, or quote the text if the colon belongs to it`},
		{"closing bracket", "a: b\nc: ]\n", `f.yaml:2:4: ] without an opening bracket
    c: ]
       ^
    quote the text if it belongs to it`},
		{"text behind brackets", "a: [b] c\n", `f.yaml:1:8: this does not fit the text before it
    a: [b] c
           ^
    quote the text if it belongs together`},
		{"no value in brackets", "a: {b: , c: d}\ne: [f,, g]\n", `f.yaml:2:7: a value is missing before the comma
    e: [f,, g]
          ^`},
		{"brackets as key", "[a]: b\n", `f.yaml:1:1: a second ": " in one line
    [a]: b
    ^
    quote the text if the colon belongs to it`},
		{"open bracket", "a: [b,\n", `f.yaml:1:4: the closing ] of this list is missing
    a: [b,
       ^`},
	} {
		t.Run(c.name, func(t *testing.T) {
			n, err := parseYAML(t, c.text)
			require.True(t, n.Lost())
			require.EqualError(t, err, c.want)
		})
	}
}

// After a mistake the rest of the file is read, and nothing is accused that
// follows from it.
func TestMistakesAreReadOn(t *testing.T) {
	for _, c := range []struct{ name, text, tree, want string }{
		{
			"key one too deep", "f:\n  A:\n    o: x\n   B:\n    o: y\n  C:\n    o: z\n",
			`{"f":{"A":{"o":"x" } "B":{"o":"y" } "C":{"o":"z" } } }`, "4:4 this key does not line up with the keys above it",
		},
		{
			"key one too shallow", "f:\n  A:\n    o: x\n B:\n    o: y\n  C:\n    o: z\ng: h\n",
			`{"f":{"A":{"o":"x" } "B":{"o":"y" } "C":{"o":"z" } } "g":"h" }`, "4:2 this key does not line up with the keys above it",
		},
		{
			"key of an entry", "l:\n  - c: x\n    d: y\n   e: z\n  - c: w\ng: h\n",
			`{"l":[{"c":"x" "d":"y" "e":"z" } {"c":"w" } ] "g":"h" }`, "4:4 this key does not line up with the keys above it",
		},
		{
			"several keys alike", "a:\n    b: [c]\n  d: e\n  f: g\n    h: i\nj: k\n",
			`{"a":{"b":["c" ] "d":"e" } "j":"k" }`, "3:3 this key does not line up with the keys above it +1",
		},
		{
			"open bracket", "a:\n  - b: [c, d\n    e: f, g\n  - h: {i: j\n  - k: l, m\n", `{"a":[{"b":["c" "d" ] "e":"f, g" } {"h":{"i":"j" } } {"k":"l, m" } ] }`,
			"3:5 a comma or the closing ] is missing before this|5:3 a comma or the closing } is missing before this",
		},
		{
			"entry one too shallow", "l:\n  - [a]\n - b\n  - c\nd: e\n",
			`{"l":[["a" ] ] "d":"e" }`, "3:2 this entry does not line up with a list above it",
		},
		{
			"all that is left of the first line", "  a: b\nc: d\ne: f\n",
			`{"a":"b" "c":"d" "e":"f" }`, "2:1 this key does not line up with the keys above it +1",
		},
		{
			"second colon", "- a: b: c\n  d: e\n- f: g\n", `[{"d":"e" } {"f":"g" } ]`, "1:6 a second \": \" in one line",
		},
		{
			"bracket over lines", "a: [x, y: z,\n  w\n]\nb: c\n", `{"a":["x" "y" ] "b":"c" }`, "1:9 a key and value within a list",
		},
		{
			"tabs", "a:\n\tb: c\n\td:\n\t\t- e\n\t\t- f\ng: h\n", `{"a":{"b":"c" "d":["e" "f" ] } "g":"h" }`,
			"2:1 a tab is used where YAML needs spaces +3",
		},
		{
			"a tab before a key of an entry", "a:\n  - b: c\n\td: e\n  - b: h\n", `{"a":[{"b":"c" "d":"e" } {"b":"h" } ] }`,
			"3:1 a tab is used where YAML needs spaces",
		},
		{
			"a tab among spaces", "a:\n    b: c\n\td: e\n    f: g\n", `{"a":{"b":"c" "d":"e" "f":"g" } }`, "3:1 a tab is used where YAML needs spaces",
		},
		{
			"open double quote", "a:\n  b: \"c\n  d: e\nf: g\n", `{"a":{"d":"e" } "f":"g" }`, "2:6 the closing \" is missing",
		},
		{
			"open quote before another", "a:\n  b: \"c\n  d: \"e\"\nf: g\n", `{"a":{"d":"e" } "f":"g" }`, "2:6 the closing \" is missing",
		},
		{
			"open single quote", "- 'a\n- b\n- 'c\n- d", `["b" "d" ]`, "1:3 the closing ' is missing|3:3 the closing ' is missing",
		},
		{
			"escape", "a: \"x\\q y\"\nb: c\n", `{"b":"c" }`, "1:7 an escape that YAML does not know",
		},
		{
			"reserved mark", "- a: @x y\n  b: c\n- `d`\n- e\n", `[{"b":"c" } "e" ]`, "1:6 a value cannot begin with this character|3:3 a value cannot begin with this character",
		},
		{
			"anchors", "a: &x y\nb: *x\nc: d\n", `{"c":"d" }`, "1:4 anchors are not used in these files|2:4 aliases are not used in these files",
		},
		{
			"rule with a mark", "- rule: !(A & B)\n  id: R\n- e\n", `[{"id":"R" } "e" ]`, "1:9 tags are not used in these files",
		},
		{
			"second document", "a: b\n---\nc: d\n", `{"a":"b" }`, "2:1 a second document begins here; a file holds one",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			n, err := parseYAML(t, c.text)
			var got []string
			for _, d := range err.(source.Defects) {
				line := fmt.Sprintf("%d:%d %s", d.Place.Line, d.Place.Column, d.Msg)
				if d.Follows > 0 {
					line += fmt.Sprintf(" +%d", d.Follows)
				}
				got = append(got, line)
			}
			require.Equal(t, c.want, strings.Join(got, "|"))
			require.Equal(t, c.tree, show(n))
		})
	}
}

// What stands in lost lines is not missing, and a key whose place is uncertain
// is not unknown.
func TestLostLinesAreNotMissing(t *testing.T) {
	f, err := source.NewFile("f.yaml", []byte("a:\n  id: \"x\n  b: c\nd:\n    - e: f\n  g: h\ni: {j: k}\n"))
	require.NoError(t, err)
	var list source.List
	root := source.ParseYAML(f, &list)
	require.Equal(t, 2, list.Len())
	require.True(t, root.Lookup("a").Lost())
	require.False(t, root.Lookup("i").Lost())
	a := source.NewObject(f, root.Lookup("a"), &list, "a")
	id, n := a.Required("id")
	require.Empty(t, id)
	require.Nil(t, n)
	require.Equal(t, 2, list.Len())
	i := source.NewObject(f, root.Lookup("i"), &list, "i")
	i.Required("id")
	require.Equal(t, 3, list.Len())
	a.Done()
	require.Equal(t, 4, list.Len(), "b is read, and unknown")
	var none *source.Node
	require.False(t, none.Lost())
}
