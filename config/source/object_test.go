package source_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config/source"
)

func object(t testing.TB, text string) (*source.Object, *source.List) {
	f, err := source.NewFile("o.yaml", []byte(text))
	require.NoError(t, err)
	list := &source.List{}
	return source.NewObject(f, source.ParseYAML(f, list), list, "the thing"), list
}

func ExampleObject() {
	f, _ := source.NewFile("line.yaml", []byte("line: Hall 3\ntact: 62 s\n"))
	var list source.List
	o := source.NewObject(f, source.ParseYAML(f, &list), &list, "the line")
	o.Expect(source.NewKeys("line", "takt"))
	name, _ := o.Required("line")
	takt, _ := o.String("takt")
	o.Done()
	fmt.Printf("%q %q\n", name, takt)
	fmt.Println(list.Err())
	// Output:
	// "Hall 3" "62 s"
	// line.yaml:2:1: unknown key tact in the line
	//     tact: 62 s
	//     ^^^^
	//     did you mean takt?
}

func TestObjectReads(t *testing.T) {
	o, list := object(t, "s: x\nb: yes\nf: false\ni: -3\none: a\nmany: [a, b]\nempty:\nitems:\n  - {k: v}\n")
	s, n := o.Required("s")
	require.Equal(t, "x", s)
	require.Equal(t, "o.yaml:1:4", n.Place.String())
	yes, _ := o.Bool("b")
	no, _ := o.Bool("f")
	require.True(t, yes)
	require.False(t, no)
	i, _ := o.Int("i")
	require.EqualValues(t, -3, i)
	require.Len(t, o.Strings("one"), 1)
	require.Len(t, o.Strings("many"), 2)
	require.Empty(t, o.Strings("none"))
	require.Nil(t, o.Value("empty"))
	require.Nil(t, o.Items("empty"))
	require.Len(t, o.Items("items"), 1)
	require.Equal(t, "v", o.Items("items")[0].Lookup("k").Text)
	require.Empty(t, o.Rest())
	o.Done()
	require.NoError(t, list.Err())
}

func TestObjectReportsAll(t *testing.T) {
	o, list := object(t, "s: [x]\nb: maybe\ni: 1.5\nmany: [a, [b]]\nitems: x\nnull: 1\nq: null\ne: ''\n")
	o.Required("s")
	o.Bool("b")
	o.Int("i")
	o.Strings("many")
	o.Items("items")
	o.Required("gone")
	o.Required("q")
	o.Required("e")
	o.Done()
	want := `o.yaml:1:1: the thing has no gone
    s: [x]
    ^
    add the key gone:
o.yaml:1:4: s must be one value, not a list
    s: [x]
       ^
o.yaml:2:4: b must be true or false, not maybe
    b: maybe
       ^^^^^
o.yaml:3:4: i must be a whole number, not 1.5
    i: 1.5
       ^^^
o.yaml:4:11: many must be a list of values; this is a list
    many: [a, [b]]
              ^
o.yaml:5:8: items must be a list, not a single value
    items: x
           ^
    start each item on its own line with "- "
o.yaml:6:1: unknown key null in the thing
    null: 1
    ^^^^
    known keys: b, e, gone, i, items, many, q, s
o.yaml:7:4: q of the thing is null, which YAML reads as nothing
    q: null
       ^^^^
    write "null" in quotes if it is meant as text
o.yaml:8:1: e of the thing is empty
    e: ''
    ^`
	require.EqualError(t, list.Err(), want)
}

func TestObjectOfNoMapping(t *testing.T) {
	o, list := object(t, "[a]")
	o.Required("x")
	o.Done()
	require.True(t, o.Broken())
	require.Empty(t, o.Rest())
	require.ErrorContains(t, list.Err(), "o.yaml:1:1: the thing must be a mapping of keys to values, not a list")
	require.Equal(t, 1, list.Len())
}

// A key that is misspelled alike in several objects is one defect, and what it
// was meant to be is not missing.
func TestKeysWrongAlike(t *testing.T) {
	f, err := source.NewFile("o.yaml", []byte("- {staton: S1, oper: [A]}\n- {staton: S2, oper: [B]}\n- {station: S3, oper: [C], x: 1}\n- {station: S4, x: 1}\n- {station: S5}\n"))
	require.NoError(t, err)
	var list source.List
	for _, node := range source.ParseYAML(f, &list).Items {
		o := source.NewObject(f, node, &list, "a station")
		o.Expect(source.NewKeys("station", "operations"))
		code, _ := o.Required("station")
		require.NotEmpty(t, code)
		o.Strings("operations")
		o.Done()
	}
	require.EqualError(t, list.Err(), `o.yaml:1:4: unknown key staton in a station
    - {staton: S1, oper: [A]}
       ^^^^^^
    did you mean station?
    1 more place follows from it
o.yaml:1:16: unknown key oper in a station
    - {staton: S1, oper: [A]}
                   ^^^^
    did you mean operations?
    2 more places follow from it
o.yaml:3:28: unknown key x in a station
    - {station: S3, oper: [C], x: 1}
                               ^
    known keys: operations, station
    1 more place follows from it`)
}
