package source_test

import (
	"testing"

	"github.com/stretchr/testify/require"
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
f.yaml:5:8: } without a bracket that it closes
    - {x}}
         ^
    quote the text if it belongs to it`},
		{"entry read as text", "l:\n  - a\n    - b\n", `f.yaml:3:5: this entry is read as more of the text above it
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
		{"list among keys", "a: b\n- c\n", `f.yaml:2:1: this line is no key: value, as the lines above are
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
		{"closing bracket", "a: b\nc: ]\n", `f.yaml:2:4: ] without a bracket that it closes
    c: ]
       ^
    quote the text if it belongs to it`},
		{"text behind brackets", "a: [b] c\n", `f.yaml:1:8: this does not fit what stands before it
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
		{"open bracket", "a: [b,\n", `f.yaml:1:4: the closing ] of this is missing
    a: [b,
       ^`},
	} {
		t.Run(c.name, func(t *testing.T) {
			n, err := parseYAML(t, c.text)
			require.Nil(t, n)
			require.EqualError(t, err, c.want)
		})
	}
}
