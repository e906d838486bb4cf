package source_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/confspace/confspace/config/source"
)

var yamlSeeds = []string{
	"a: 1\nb: [x, 'it''s', \"q\\t\\u00e9\\ud83d\\ude00\"]\n",
	"a:\n  - b: |\n      two\n      lines # kept\n    c: >-\n      folded\n      text\n  - d\n",
	"{\"a\": [1, {\"b\": null}],\n\t\"c\": \"\\/\"}",
	"k: plain\n  over lines\nz: ~\n",
	"- - a\n  - b\n-\n  c: d # comment\n",
	"a: 'x\n\n  y'\nb: \"x\\\n  y\"\n",
	"# comment\n---\nä: ö\n...\n",
	"a: &x 1\nb: *x\n<<: {c: d}\n!t e: f\n? g\n: h\n",
	"\xef\xbb\xbfa: b\r\nc: |\r\n  d\r\n  e\r\n",
	"x: {a: b, c: [d, e: f]}\n\ty: z\n",
	"\xef\xbb\xbfa: b\r\nc: |\r\n  ", "a: b: c\nd: [x\ne: 1\n", "l:\n  - a\n -b\n  - {x}}\n",
	"a:\n\tb: c\n\t- d\n  e: f\n", "a: [b, c\nd: {e: f\n- g: \"h\ni: \"j\"\n", "l:\n  - a: b\n   c: d\n - e\n  f: @g\n? h\n: i\n",
	strings.Repeat("- ", 120), strings.Repeat("[", 120), strings.Repeat("{a: ", 120),
}

func FuzzYAML(f *testing.F) {
	for _, s := range yamlSeeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		file, err := source.NewFile("f.yaml", text)
		if err != nil {
			checkDefects(t, err, text)
			return
		}
		var list source.List
		n := source.ParseYAML(file, &list)
		if n == nil && list.Len() == 0 {
			t.Fatal("neither a tree nor a defect")
		}
		if n.Lost() && list.Len() == 0 {
			t.Fatal("something is lost without a defect")
		}
		checkDefects(t, list.Err(), text)
		if n != nil {
			checkNode(t, file, n, 0)
		}
	})
}

// checkDefects fails if a defect does not say where and what.
func checkDefects(t *testing.T, err error, text []byte) {
	if err == nil {
		return
	}
	lines := strings.Count(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n") + strings.Count(string(text), "\r") + 1
	for _, d := range err.(source.Defects) {
		if d.Msg == "" || d.Place.File == "" || d.Place.Line > lines || !utf8.ValidString(d.Error()) {
			t.Errorf("bad defect %#v", d)
		}
		if strings.Contains(d.Msg, "reader failed") {
			t.Errorf("panic: %v", d)
		}
		if d.Excerpt != "" && d.Caret > utf8.RuneCountInString(d.Excerpt) {
			t.Errorf("caret outside: %#v", d)
		}
	}
}

// checkNode fails if a node does not stand where it says.
func checkNode(t *testing.T, f *source.File, n *source.Node, depth int) {
	if depth > source.MaxDepth {
		t.Fatal("deeper than the limit")
	}
	if got := f.Place(n.Offset); got != n.Place {
		t.Errorf("offset %d is %v, not %v", n.Offset, got, n.Place)
	}
	if f.Offset(n.Place.Line, n.Place.Column) != n.Offset {
		t.Errorf("position %v is not offset %d", n.Place, n.Offset)
	}
	if n.Kind == source.Scalar {
		checkAt(t, f, n)
	}
	for _, item := range n.Items {
		checkNode(t, f, item, depth+1)
	}
	for _, field := range n.Fields {
		checkNode(t, f, field.Key, depth+1)
		checkNode(t, f, field.Value, depth+1)
	}
}

// checkAt fails if a visible character of a text without escapes is not where
// At says.
func checkAt(t *testing.T, f *source.File, n *source.Node) {
	raw := string(f.Text[n.Offset:])
	for i, r := range n.Text {
		at := n.At(i)
		if at < n.Offset || at > len(f.Text) {
			t.Fatalf("byte %d of %q at %d, node at %d", i, n.Text, at, n.Offset)
		}
		if unicode.IsSpace(r) || n.Quoted && strings.HasPrefix(raw, "\"") {
			continue
		}
		if got, _ := utf8.DecodeRune(f.Text[at:]); got != r {
			t.Fatalf("byte %d of %q is %q in the file", i, n.Text, got)
		}
	}
}
