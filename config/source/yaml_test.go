package source_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/config/source"
)

func parseYAML(t require.TestingT, text string) (*source.Node, error) {
	f, err := source.NewFile("f.yaml", []byte(text))
	require.NoError(t, err)
	var list source.List
	return source.ParseYAML(f, &list), list.Err()
}

// show prints a tree without places.
func show(n *source.Node) string {
	switch n.Kind {
	case source.Scalar:
		return fmt.Sprintf("%q", n.Text)
	case source.Sequence:
		var s strings.Builder
		s.WriteString("[")
		for _, item := range n.Items {
			s.WriteString(show(item) + " ")
		}
		return s.String() + "]"
	case source.Mapping:
		var s strings.Builder
		s.WriteString("{")
		for _, f := range n.Fields {
			s.WriteString(show(f.Key) + ":" + show(f.Value) + " ")
		}
		return s.String() + "}"
	}
	return "null"
}

func TestParseYAML(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", `null`},
		{"comment only", "# hi\n", `null`},
		{"marker only", "---\n", `null`},
		{"scalar", "x\n", `"x"`},
		{"numbers stay as written", "[007, 1.50, 0x1F, 1_000, +3, 1e3, .5]", `["007" "1.50" "0x1F" "1_000" "+3" "1e3" ".5" ]`},
		{"words stay as written", "[NO, yes, True, .inf, .NaN, 2026-11-02]", `["NO" "yes" "True" ".inf" ".NaN" "2026-11-02" ]`},
		{"null words", "[null, ~, Null, 'null']", `[null null null "null" ]`},
		{"missing values", "a:\nb:\n- \n-\n", `{"a":null "b":[null null ] }`},
		{"list in the column of its key", "a:\n- b\n- c: d\n", `{"a":["b" {"c":"d" } ] }`},
		{"literal", "a: |\n  x\n   y\n\n  z\nb: c\n", `{"a":"x\n y\n\nz\n" "b":"c" }`},
		{"folded", "a: >-\n  x\n  y\n\n  z\nb: c\n", `{"a":"x y\nz" "b":"c" }`},
		{"over lines", "a: x\n  y\nb: 'x\n  y'\n", `{"a":"x y" "b":"x y" }`},
		{"escapes", `a: "\t\"\\\/\u00e9\x41\ud83d\ude00"`, `{"a":"\t\"\\/éA😀" }`},
		{"json with tabs", "{\n\t\"a\": [1,\n\t\t2]\n}\n", `{"a":["1" "2" ] }`},
		{"crlf", "a: b\r\nc: |\r\n  d\r\n  e\r\n", `{"a":"b" "c":"d\ne\n" }`},
		{"comments", "a: b # c: d\n# e: f\ng: 'h # i'\n", `{"a":"b" "g":"h # i" }`},
		{"expressions", "a: X requires !(Y | Z) & b = c\nb: a => b\n", `{"a":"X requires !(Y | Z) & b = c" "b":"a => b" }`},
		{"key of a number", "1: x\n", `{"1":"x" }`},
		{"flow in block", "- {a: b, c: [d]}\n- []\n- {}\n", `[{"a":"b" "c":["d" ] } [] {} ]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			n, err := parseYAML(t, c.text)
			require.NoError(t, err)
			require.Equal(t, c.want, show(n))
		})
	}
}

// One file, as all kinds of programs write it.
func TestYAMLLineEnds(t *testing.T) {
	const text = "# c\na: b # d\nl:\n  - |\n    two\n    lines\n  - 'x\n\n    y'\n  - z\n"
	for name, end := range map[string]string{"LF": "\n", "CRLF": "\r\n", "CR": "\r"} {
		for _, mark := range []string{"", "\xef\xbb\xbf"} {
			n, err := parseYAML(t, mark+strings.ReplaceAll(text, "\n", end))
			require.NoError(t, err, name)
			require.Equal(t, `{"a":"b" "l":["two\nlines\n" "x\ny" "z" ] }`, show(n), name)
			last := n.Lookup("l").Items[2]
			require.Equal(t, "f.yaml:10:5", last.Place.String(), name)
			require.Equal(t, "f.yaml:10:5: m\n    - z\n      ^", last.Defect("m", "").Error(), name)
		}
	}
}

func TestYAMLPlaces(t *testing.T) {
	n, err := parseYAML(t, "ä: ö # x\nb:\n\n  - |\n    two words\n    öx\n  - \"q\\tz\\\"w\"\n  - 'it''s é'\n")
	require.NoError(t, err)
	require.Equal(t, "f.yaml:1:4", n.Lookup("ä").Place.String())
	items := n.Lookup("b").Items
	place := func(n *source.Node, i int) string { return n.DefectAt(i, 1, "", "").Place.String() }
	require.Equal(t, "f.yaml:5:5", items[0].Place.String())
	require.Equal(t, "f.yaml:5:9", place(items[0], 4))
	require.Equal(t, "f.yaml:6:6", place(items[0], strings.Index(items[0].Text, "x")))
	require.Equal(t, "f.yaml:7:5", items[1].Place.String())
	require.Equal(t, "f.yaml:7:9", place(items[1], 2))
	require.Equal(t, "f.yaml:7:12", place(items[1], 4))
	require.Equal(t, "f.yaml:8:10", place(items[2], 3))
	require.Equal(t, "f.yaml:8:12", place(items[2], 5))
}

func TestDuplicateKeysAreAllReported(t *testing.T) {
	n, err := parseYAML(t, "a: 1\na: 2\nb: {c: 1, c: 2}\n")
	require.Equal(t, `{"a":"1" "b":{"c":"1" } }`, show(n))
	require.ErrorContains(t, err, "f.yaml:2:1: key a is given twice, first at f.yaml:1:1")
	require.ErrorContains(t, err, "f.yaml:3:11: key c is given twice, first at f.yaml:3:5")
}

// A tree printed in any style of YAML reads back as that tree.
func TestYAMLStyles(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		p := printer{t: t, crlf: rapid.Bool().Draw(t, "crlf")}
		want := p.tree(rootDepth)
		p.block(want, 0, true)
		text := p.out.String()
		if p.crlf {
			text = strings.ReplaceAll(text, "\n", "\r\n")
		}
		n, err := parseYAML(t, text)
		if err != nil {
			t.Fatalf("%s\n%v", text, err)
		}
		if got := show(n); got != want.show() {
			t.Fatalf("%s\ngot  %s\nwant %s", text, got, want.show())
		}
		p.checkPlaces(n, want, text)
	})
}

// tree is a value to print: a text, a list (keys nil), or a mapping.
type tree struct {
	text  string
	items []tree
	keys  []string
	kind  source.Kind
	mark  string // unique word in text, to find its place
}

func (v tree) show() string {
	switch v.kind {
	case source.Scalar:
		return fmt.Sprintf("%q", v.text)
	case source.Null:
		return "null"
	}
	open, end := "[", "]"
	if v.kind == source.Mapping {
		open, end = "{", "}"
	}
	for i, item := range v.items {
		if v.kind == source.Mapping {
			open += fmt.Sprintf("%q:", v.keys[i])
		}
		open += item.show() + " "
	}
	return open + end
}

// printer draws trees and prints them in drawn styles.
type printer struct {
	t     *rapid.T
	out   strings.Builder
	crlf  bool
	marks int
}

const rootDepth = 4

func (p *printer) tree(depth int) tree {
	kinds := []source.Kind{source.Scalar, source.Scalar, source.Null, source.Mapping, source.Sequence}
	switch depth {
	case 0:
		kinds = kinds[:3]
	case rootDepth:
		kinds = kinds[3:]
	}
	v := tree{kind: rapid.SampledFrom(kinds).Draw(p.t, "kind")}
	switch v.kind {
	case source.Scalar:
		p.marks++
		v.mark = fmt.Sprintf("m%dx", p.marks)
		words := rapid.SliceOfN(rapid.SampledFrom([]string{
			"a", "ö", "B7", ":", "#", "-", "'", "\"", "\\", "{", "]", "|", "&", "*", "!", "%", "@", ",", "?", "😀", "\n", "  ", "=>", "3.5",
		}), 0, 5).Draw(p.t, "words")
		at := rapid.IntRange(0, len(words)).Draw(p.t, "at")
		v.text = strings.TrimSpace(strings.Join(slices.Insert(words, at, v.mark), " "))
	case source.Mapping, source.Sequence:
		for i := range rapid.IntRange(1, 4).Draw(p.t, "items") {
			v.items = append(v.items, p.tree(depth-1))
			v.keys = append(v.keys, fmt.Sprintf("k%d", i))
		}
	}
	return v
}

// block prints v behind a key or dash, or at the top.
func (p *printer) block(v tree, indent int, top bool) {
	pad := strings.Repeat(" ", indent)
	switch {
	case v.kind == source.Scalar:
		p.scalar(v, indent)
	case v.kind == source.Null:
		p.out.WriteString(rapid.SampledFrom([]string{" null", " ~", " Null"}).Draw(p.t, "null") + p.end())
	case !top && rapid.IntRange(0, 3).Draw(p.t, "flow") == 0:
		p.out.WriteString(" ")
		p.flow(v)
		p.out.WriteString(p.end())
	default:
		if !top {
			p.out.WriteString(p.end())
		}
		for i, item := range v.items {
			if v.kind == source.Mapping {
				p.out.WriteString(pad + v.keys[i] + ":")
			} else {
				p.out.WriteString(pad + "-")
			}
			p.block(item, indent+rapid.IntRange(1, 3).Draw(p.t, "indent"), false)
		}
	}
}

// end ends a line, perhaps with a comment or an empty line.
func (p *printer) end() string {
	return rapid.SampledFrom([]string{"\n", "\n", " # c: 'x\n", "\n\n", "\n  # - \"y\n"}).Draw(p.t, "end")
}

func (p *printer) scalar(v tree, indent int) {
	lines := strings.Split(v.text, "\n")
	clean := !slices.ContainsFunc(lines, func(l string) bool { return strings.TrimSpace(l) != l || l == "" })
	if clean && rapid.IntRange(0, 2).Draw(p.t, "literal") == 0 {
		p.out.WriteString(" |-\n")
		for _, l := range lines {
			p.out.WriteString(strings.Repeat(" ", indent+1) + l + "\n")
		}
		return
	}
	p.out.WriteString(" ")
	p.inline(v)
	p.out.WriteString(p.end())
}

// inline prints a text in one line.
func (p *printer) inline(v tree) {
	style := rapid.IntRange(0, 2).Draw(p.t, "style")
	switch {
	case style == 0 && !strings.ContainsAny(v.text, ":#-'\"\\{]|&*!%@,?\n=>") && !strings.HasPrefix(v.text, "3"):
		p.out.WriteString(v.text)
	case style == 1 && !strings.Contains(v.text, "\n"):
		p.out.WriteString("'" + strings.ReplaceAll(v.text, "'", "''") + "'")
	default:
		quoted, _ := json.Marshal(v.text)
		p.out.Write(quoted)
	}
}

func (p *printer) flow(v tree) {
	space := rapid.SampledFrom([]string{"", " "}).Draw(p.t, "space")
	switch v.kind {
	case source.Scalar:
		p.inline(v)
	case source.Null:
		p.out.WriteString("null")
	case source.Sequence:
		p.out.WriteString("[" + space)
		for _, item := range v.items {
			p.flow(item)
			p.out.WriteString(", ")
		}
		p.out.WriteString("]")
	case source.Mapping:
		p.out.WriteString("{" + space)
		for i, item := range v.items {
			if i > 0 {
				p.out.WriteString(", ")
			}
			p.out.WriteString(v.keys[i] + ": ")
			p.flow(item)
		}
		p.out.WriteString("}")
	}
}

// checkPlaces looks the mark of each text up in the file.
func (p *printer) checkPlaces(n *source.Node, v tree, text string) {
	switch v.kind {
	case source.Scalar:
		want := strings.Index(text, v.mark)
		if got := n.At(strings.Index(n.Text, v.mark)); got != want {
			p.t.Fatalf("%s\n%s is at %d, not %d", text, v.mark, want, got)
		}
	case source.Sequence:
		for i := range v.items {
			p.checkPlaces(n.Items[i], v.items[i], text)
		}
	case source.Mapping:
		for i := range v.items {
			p.checkPlaces(n.Fields[i].Value, v.items[i], text)
		}
	}
}
