package uvl_test

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/uvl"
)

// files makes a file system; the one called "" is m.uvl.
func files(texts map[string]string) fs.FS {
	fsys := fstest.MapFS{}
	for name, text := range texts {
		if name == "" {
			name = "m.uvl"
		}
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func read(text string) (*rules.Set, error) {
	return uvl.Read(files(map[string]string{"": text}), "m.uvl")
}

// model is a tree with what the constraints under test need; they stand in line 9.
func model(constraint string) string {
	return "features\n\tR {Price 5, Note 'n', Hot true, Cold, L [1, 2], P {Q 3}}\n\t\toptional\n\t\t\tA {Price 1}\n\t\t\tB {Price 2, Mixed 1}\n" +
		"\t\t\tC {Mixed 'x'}\n\nconstraints\n\t" + constraint + "\n"
}

// TestDefects holds that everything that is wrong with a file is reported, at its place.
func TestDefects(t *testing.T) {
	tree := func(lines ...string) string { return "features\n\t" + strings.Join(lines, "\n\t") + "\n" }
	for name, c := range map[string]struct{ text, want string }{
		"empty":                   {"", "1:1: the model has no features"},
		"only comments":           {"// nothing\n/* at all */\n", "1:1: the model has no features"},
		"no root":                 {"features\n\nconstraints\n\tA\n", "1:1: the model has no root feature"},
		"unknown section":         {"feature\n\tA\n", "1:1: expected a section, found feature; 1:1: the model has no features"},
		"section twice":           {tree("A") + tree("B"), "3:1: the section features stands twice"},
		"sections out of order":   {"constraints\n\tA\nfeatures\n\tA\n", "3:1: features stands before constraints"},
		"indented from the start": {"  features\n    A\n", "1:3: the first line is indented"},
		"unknown level":           {"include\n\tBoolean\n\tArithmetics\n\tType.string-constraint\n\tBoolean.*.x\n" + tree("A"), "3:2: unknown language level Arithmetics; 4:7: unknown language level Type.string-constraint; 5:11: unexpected . after the language level"},
		"a group as root":         {"features\n\tmandatory\n\t\tA\n", "2:2: expected a feature, found a group"},
		"two roots":               {tree("A", "B"), "3:2: a second root feature"},
		"feature below feature":   {tree("A", "\tB", "\tC {Price 1}"), "3:3: expected a group, found B; 4:3: expected a group, found C"},
		"empty group":             {tree("A", "\tor"), "3:3: the group has no features"},
		"half an indent":          {"features\n    A\n        or\n            B\n          C\n", "5:11: this indentation matches no line above"},
		"cardinality": {
			tree("A", "\t[3..2]", "\t\tB", "\t[1.5]", "\t\tC", "\t[*]", "\t\tD", "\t[4]", "\t\tE", "\t[1..99999999999]", "\t\tF"),
			"3:4: the upper bound 2 is below the lower bound 3; 5:4: a bound is a whole number of at most nine digits; 7:4: expected a number, found *; " +
				"9:3: a group of 1 features cannot have 4 of them; 11:7: a bound is a whole number of at most nine digits",
		},
		"same name": {tree("A", "\tor", "\t\tB", "\t\tB", "\t\tA"), "5:4: the feature B stands twice; 6:4: the feature A stands twice"},
		"names": {
			tree("A", "\tor", "\t\t\"\"", "\t\t\" B\"", "\t\t1st", "\t\tor", "\t\t€", "\t\t\"open", "\t\tx y"),
			"4:4: a name must not be empty; 5:4: a name must not begin or end with a space; 6:4: the name 1st starts with a digit; 7:4: expected a feature, found a group; " +
				"8:4: UVL has no € here; 9:4: this name is not closed on its line; 10:6: unexpected y after the feature x",
		},
		"attributes": {
			tree("A {Price 1, Price 2}", "\tor", "\t\tB {Price 1 2}", "\t\tC {Price 1e5}", "\t\tD {,}", "\t\tE {Price x}", "\t\tF {constraint }", "\t\tG {constraints A}", "\t\tH {N {constraint A}}"),
			"2:14: the attribute Price stands twice; 4:15: expected a comma or }, found 2; 5:13: a number with an exponent: 1e5; 6:7: expected an attribute, found ,; " +
				"7:13: expected the value of Price, found x; 8:18: expected a feature, found }; 9:19: expected [, found A; 10:10: a constraint inside a nested attribute",
		},
		"a long number":          {tree("A {Price 1234567890123456789012345678901}"), `2:11: "1234567890123456789012345678901" has 31 digits; at most 30 are exact here`},
		"unclosed bracket":       {tree("A {Price 1", "\tor", "\t\tB", "\t\tB", "\t\tC {"), "2:4: this bracket is never closed; 5:4: the feature B stands twice; 6:7: expected an attribute, found the end of the line"},
		"unclosed comment":       {tree("A", "/* B"), "3:2: this comment is never closed"},
		"unknown feature":        {model("A => Bb"), "9:7: unknown feature Bb"},
		"two unknown features":   {model("X => Y & !X"), "9:2: unknown feature X; 9:7: unknown feature Y; 9:12: unknown feature X"},
		"unknown attribute":      {model("A.Prize > 1"), "9:2: the feature A has no attribute Prize"},
		"unknown sum":            {model("sum(Prize) > 1"), "9:6: no feature has an attribute Prize"},
		"sum turned round":       {model("sum(A, Price) > 1"), "9:6: no feature has an attribute A"},
		"sum over nothing":       {model("avg(Price, D) > 1"), "9:13: unknown feature D"},
		"sum of strings":         {model("sum(Note) > 1"), "9:6: Note is a string, not a number"},
		"sum of a mixture":       {model("sum(Mixed) > 1"), "9:6: Mixed is a number on some features, and a string on others"},
		"list in a sum":          {model("R.L > 1"), "9:2: R.L is a list, not a number"},
		"attribute as condition": {model("A & R.Price"), "9:6: R.Price is a number, not a feature"},
		"feature as value":       {model("A > 1"), "9:2: A is a feature and has no value"},
		"value as condition":     {model("A & 1"), "9:6: expected a condition, found a value"},
		"condition as value":     {model("(A | B) + 1 > 2"), "9:3: expected a value, found a condition"},
		"single equals":          {model("A.Price = 1"), "9:10: UVL has no ="},
		"two comparisons":        {model("1 < A.Price < 3"), "9:14: unexpected < after the constraint"},
		"no operand":             {model("A & | B"), "9:6: expected a feature, found |"},
		"minus of a name":        {model("-A.Price < 0"), "9:3: expected a number, found A"},
		"half a constraint":      {model("A &"), "9:5: expected a feature, found the end of the line"},
		"open bracket":           {model("A & (B"), "9:6: this bracket is never closed"},
		"close bracket":          {model("A & B)"), "9:7: unexpected ) after the constraint"},
		"a rule's word":          {model("A requires B"), "9:4: unexpected requires after the constraint"},
		"below a constraint":     {model("A\n\t\tB"), "10:3: unexpected indentation"},
		"words of functions":     {model("sum > 1"), "9:2: unknown feature sum"},
		"a long name":            {tree(strings.Repeat("x", 1001)), "2:2: the name is longer than 1000 bytes"},
		"a long path":            {model(strings.Repeat("A.", 200) + "A"), "9:2: a path of more than 200 names"},
		"control characters":     {tree("A\x01", "\tor", "\t\t\"B\x02\""), `2:3: UVL has no "\x01" here; 4:4: a name contains the unprintable character "B\x02"`},
	} {
		t.Run(name, func(t *testing.T) {
			set, err := read(c.text)
			assert.Nil(t, set)
			assert.Equal(t, c.want, messages(t, "m.uvl", err))
		})
	}
}

// TestUnsupported holds that legal constructs without counterpart are refused by name.
func TestUnsupported(t *testing.T) {
	for name, c := range map[string]struct{ text, construct, at string }{
		"type":               {"features\n\tInteger A\n", "typed feature", "2:2"},
		"clones":             {"features\n\tA cardinality [1..3]\n", "feature cardinality", "2:4"},
		"string constraint":  {model("R.Note == 'n'"), "string constraint", "9:2"},
		"string literal":     {model("'a' == 'b'"), "string constraint", "9:2"},
		"len":                {model("len(R.Note) > 3"), "len", "9:2"},
		"len of a literal":   {model("len('abc') > 3"), "len", "9:2"},
		"boolean attribute":  {model("A => R.Hot"), "boolean attribute in a constraint", "9:7"},
		"flag":               {model("A => R.Cold"), "boolean attribute in a constraint", "9:7"},
		"dotted name":        {"features\n\t\"A.B\"\n", "dotted name", "2:2"},
		"group that is none": {"features\n\tA\n\t\t[0..0]\n\t\t\tB\n", "group cardinality of zero", "3:3"},
	} {
		t.Run(name, func(t *testing.T) {
			set, err := read(c.text)
			assert.Nil(t, set)
			var u *uvl.Unsupported
			require.ErrorAs(t, err, &u)
			assert.Equal(t, c.construct, u.Construct)
			assert.Equal(t, "m.uvl:"+c.at, u.Place.String())
			assert.Contains(t, err.Error(), u.Error())
		})
	}
}

func TestImports(t *testing.T) {
	main := func(path, feature string) string {
		return "imports\n\t" + path + "\nfeatures\n\tR\n\t\toptional\n\t\t\t" + feature + "\n"
	}
	sub := "features\n\tS\n\t\toptional\n\t\t\tT {Price 3}\n"
	for name, c := range map[string]struct {
		files map[string]string
		want  string // defects
	}{
		"missing file": {map[string]string{"": main("x.y", "x.y.S")}, "2:2: there is no file x/y.uvl to import"},
		"outside":      {map[string]string{"": main(`".."`, "R2")}, "2:2: dotted name is not supported"},
		"slash":        {map[string]string{"": main(`"a/b"`, "R2")}, "2:2: a slash in the path of an import"},
		"circle": {
			map[string]string{"": main("a", "a.A"), "a.uvl": "imports\n\tm\nfeatures\n\tA\n"},
			"a.uvl:2:2: the imports form a circle: m.uvl imports a.uvl imports m.uvl",
		},
		"itself":          {map[string]string{"": main("m", "m.R")}, "2:2: the imports form a circle: m.uvl imports m.uvl"},
		"not its root":    {map[string]string{"": main("s", "s.T"), "s.uvl": sub}, "6:4: T is not the root feature of s.uvl"},
		"no such import":  {map[string]string{"": main("s", "t.S"), "s.uvl": sub}, "6:4: no import provides t.S"},
		"no imports":      {map[string]string{"": "features\n\ts.S\n"}, "2:2: no import provides s.S"},
		"placed twice":    {map[string]string{"": main("s", "s.S\n\t\t\ts.S"), "s.uvl": sub}, "7:4: the feature s.S stands twice; s.uvl:4:4: the feature s.T stands twice"},
		"same alias":      {map[string]string{"": main("s\n\tt as s", "s.S"), "s.uvl": sub}, "3:2: two imports are called s"},
		"both broken":     {map[string]string{"": main("s", "s.S {") + "\t}", "s.uvl": "features\n"}, "s.uvl:1:1: the model has no root feature"},
		"attribute twice": {map[string]string{"": main("s", "s.S {P 1}"), "s.uvl": "features\n\tS {P 1}\n"}, "6:9: the imported feature has an attribute P already"},
		"inner names":     {map[string]string{"": main("s", "s.S") + "constraints\n\tT\n", "s.uvl": sub}, "8:2: unknown feature T"},
		"outer names":     {map[string]string{"": main("s", "s.S"), "s.uvl": sub + "constraints\n\tR\n"}, "s.uvl:6:2: unknown feature R"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := uvl.Read(files(c.files), "m.uvl")
			assert.Contains(t, messages(t, "m.uvl", err), c.want)
		})
	}
	_, err := uvl.Read(files(nil), "m.uvl")
	assert.ErrorIs(t, err, fs.ErrNotExist)
}

// TestHostile holds that no input exhausts the stack, the memory or the patience: each is refused, or read, at once.
func TestHostile(t *testing.T) {
	deep := func(levels int) string {
		var b strings.Builder
		b.WriteString("features\n")
		for i := range levels {
			fmt.Fprintf(&b, "%sF%d\n%sor\n", strings.Repeat("\t", 2*i+1), i, strings.Repeat("\t", 2*i+2))
		}
		b.WriteString(strings.Repeat("\t", 2*levels+1) + "F\n")
		return b.String()
	}
	chain := func(op string, n int) string { return model("A" + strings.Repeat(op+"A", n)) }
	twice := map[string]string{"": "imports\n\tm0\nfeatures\n\tm0.R\n", "m40.uvl": "features\n\tR\n"}
	for i := range 40 {
		twice[fmt.Sprintf("m%d.uvl", i)] = fmt.Sprintf("imports\n\tm%[1]d as a\n\tm%[1]d as b\nfeatures\n\tR\n\t\tmandatory\n\t\t\ta.R\n\t\t\tb.R\n", i+1)
	}
	values := make([]string, 100_000)
	for i := range values {
		values[i] = fmt.Sprintf("A%d 1", i%99_999)
	}
	wide := make([]string, 9000)
	for i := range wide {
		wide[i] = fmt.Sprintf("\t\t\tF%d {A%d 1}", i, i)
	}
	for name, c := range map[string]struct {
		files map[string]string
		want  string // part of the error; empty if it reads
	}{
		"brackets":         {map[string]string{"": model(strings.Repeat("(", 100_000) + "A" + strings.Repeat(")", 100_000))}, "nested deeper"},
		"open brackets":    {map[string]string{"": model(strings.Repeat("(", 100_000))}, "never closed"},
		"negations":        {map[string]string{"": model(strings.Repeat("!", 100_000) + "A")}, "nested deeper"},
		"implications":     {map[string]string{"": chain(" => ", 1000)}, "nested deeper"},
		"nested chains":    {map[string]string{"": model(strings.Repeat("(A=>A=>", 300) + "A" + strings.Repeat(")", 300))}, "nested deeper"},
		"products":         {map[string]string{"": model("A.Price" + strings.Repeat(" * A.Price", 1000) + " > 1")}, "nested deeper"},
		"conjunction":      {map[string]string{"": chain(" & ", 10_000)}, ""},
		"levels":           {map[string]string{"": deep(600)}, "nested deeper"},
		"attributes":       {map[string]string{"": "features\n\tA " + strings.Repeat("{a ", 100_000) + strings.Repeat("}", 100_000)}, "nested too deeply"},
		"lists":            {map[string]string{"": "features\n\tA {a " + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + "}"}, "nested too deeply"},
		"imports double":   {twice, "more than 131072 features"},
		"attribute table":  {map[string]string{"": "features\n\tR\n\t\tor\n" + strings.Join(wide, "\n")}, "attribute values"},
		"many defects":     {map[string]string{"": model(strings.Repeat("Xxxxxx\n\t", 20_000))}, "more"},
		"invalid UTF-8":    {map[string]string{"": "features\n\tA\xff\n"}, "UTF-8"},
		"NUL":              {map[string]string{"": "features\n\tA\x00\n"}, "NUL"},
		"many attributes":  {map[string]string{"": "features\n\tR {" + strings.Join(values, ", ") + "}"}, "stands twice"},
		"long name":        {map[string]string{"": model(strings.Repeat("x", 1<<20))}, "longer than 1000 bytes"},
		"long number":      {map[string]string{"": model("A.Price > " + strings.Repeat("1", 1<<20))}, "a number of 1048576 characters"},
		"long level":       {map[string]string{"": "include\n\tBoolean." + strings.Repeat("x-", 1<<20)}, "x-x-…"},
		"binary":           {map[string]string{"": strings.Repeat("\x01\x7f", 1<<20)}, "UVL has no"},
		"long path":        {map[string]string{"": model(strings.Repeat(strings.Repeat("x", 200)+".", 99) + "x")}, "unknown feature"},
		"byte order mark":  {map[string]string{"": "\ufefffeatures\n\tA\n"}, ""},
		"carriage returns": {map[string]string{"": "features\r\n\tA\r\n\t\tor\r\n\t\t\tB\r\n"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			set, err := uvl.Read(files(c.files), "m.uvl")
			if c.want == "" {
				require.NoError(t, err)
				return
			}
			require.Error(t, err)
			assert.Nil(t, set)
			assert.Contains(t, err.Error(), c.want)
		})
	}
}

// TestWriteDefects holds that what UVL cannot say is an error, and that nothing is written then.
func TestWriteDefects(t *testing.T) {
	options, negated := make([]string, 120), make([]string, 120)
	for i := range options {
		negated[i] = fmt.Sprintf("!X%d", i)
		options[i] = fmt.Sprintf("{code: X%d, mass: %d}", i, 1000+i*i)
	}
	wide := "product: p\nattributes: {mass: kg}\nfamilies: [{family: f, select: any, options: [" + strings.Join(options, ", ") + "]}]\n"
	one := "product: p\nfamilies: [{family: f, options: [{code: A}, {code: B}]}]\n"
	for name, c := range map[string]struct{ catalog, rule, want string }{
		"effective option": {
			"product: p\nfamilies: [{family: f, options: [{code: A, from: 2026-01-01}]}]\n", "A",
			"option A: the effectivity",
		},
		"product":             {"product: \"a\\\"b\"\nfamilies: [{family: f, options: [{code: A}]}]\n", "A", `the product name "a\"b" cannot be a namespace of UVL`},
		"attribute":           {"product: p\nattributes: {a..b: kg}\nfamilies: [{family: f, options: [{code: A, a..b: 1}]}]\n", "A", `option A: "a..b" cannot be the name of an attribute in UVL`},
		"attribute and below": {"product: p\nattributes: {a: kg, a.b: kg}\nfamilies: [{family: f, options: [{code: A, a: 1, a.b: 1}]}]\n", "A", "option A has both an attribute a and one a.b below it, which UVL has no text for"},
		"cardinality":         {wide, "at_most(40; f)", "rule R: spelled out without cardinalities and weighted sums, it names more than 20000 options"},
		"large cardinality":   {wide, "exactly(90; f, " + strings.Join(negated, ", ") + ")", "rule R: 90 to 90 of 240 conditions is too much to spell out"},
		"weighted sum":        {wide, "sum(mass) <= 12000 + X0", "rule R: a weighted sum of 120 options takes more than 16384 cases to spell out"},
		"depth":               {one, strings.Repeat("!(A & ", 400) + "B" + strings.Repeat(")", 400), "rule R: the condition is too deep or too long for one constraint"},
		"effective rule":      {one, "from", "rule R: the effectivity"},
	} {
		t.Run(name, func(t *testing.T) {
			cat := catalog(t, c.catalog)
			spec := rules.RuleSpec{ID: "R", Source: c.rule}
			if c.rule == "from" {
				spec.Source, spec.Effectivity.Until = "A", config.NewDate(2027, 1, 1)
			}
			b := rules.NewBuilder(cat)
			b.Add(spec)
			set, err := b.Build()
			require.NoError(t, err)
			var out strings.Builder
			err = uvl.Write(&out, set, config.Point{})
			assert.Empty(t, out.String())
			require.Error(t, err)
			assert.Contains(t, err.Error(), c.want)
		})
	}
}

// TestAllFiles holds that one reading reports the defects of all files.
func TestAllFiles(t *testing.T) {
	_, err := uvl.Read(files(map[string]string{
		"":      "imports\n\ta\n\tb\nfeatures\n\tR\n\t\tor\n\t\t\ta.A\n\t\t\tb.B\nconstraints\n\tR & \n",
		"a.uvl": "features\n\tA {x}\nconstraints\n\t& A\n",
		"b.uvl": "features\n\tReal B\n",
	}), "m.uvl")
	assert.Equal(t, "a.uvl:4:2: expected a feature, found &; b.uvl:2:2: typed feature is not supported; 10:5: expected a feature, found the end of the line",
		messages(t, "m.uvl", err))
	var u *uvl.Unsupported
	assert.True(t, errors.As(err, &u))
}
