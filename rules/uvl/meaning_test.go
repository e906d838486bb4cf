package uvl_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/rules/uvl"
)

// TestGroups holds what each group allows, alone and together; the root R stands in every configuration and is left out.
func TestGroups(t *testing.T) {
	for name, c := range map[string]struct{ tree, want string }{
		"mandatory":        {"mandatory: A B", "AB"},
		"optional":         {"optional: A B", "- A AB B"},
		"or":               {"or: A B", "A AB B"},
		"alternative":      {"alternative: A B", "A B"},
		"one of one":       {"alternative: A", "A"},
		"exactly two":      {"[2]: A B C", "AB AC BC"},
		"at least two":     {"[2..*]: A B C", "AB ABC AC BC"},
		"up to two":        {"[0..2]: A B C", "- A AB AC B BC C"},
		"one or two":       {"[1..2]: A B C", "A AB AC B BC C"},
		"several groups":   {"alternative: A B; optional: C; alternative: D E", "ACD ACE AD AE BCD BCE BD BE"},
		"twice mandatory":  {"mandatory: A; mandatory: B", "AB"},
		"below one absent": {"optional: A > mandatory: B; or: C", "ABC C"},
		"below mandatory":  {"mandatory: A > optional: B", "A AB"},
		"below both":       {"or: A > alternative: B C", "AB AC"},
	} {
		t.Run(name, func(t *testing.T) {
			var text strings.Builder
			text.WriteString("features\n\tR\n")
			for group := range strings.SplitSeq(c.tree, "; ") {
				indent := "\t\t"
				for part := range strings.SplitSeq(group, " > ") {
					kind, names, _ := strings.Cut(part, ": ")
					text.WriteString(indent + kind + "\n")
					for name := range strings.FieldsSeq(names) {
						text.WriteString(indent + "\t" + name + "\n")
					}
					indent += "\t\t"
				}
			}
			set, err := read(text.String())
			require.NoError(t, err, text.String())
			assert.Equal(t, c.want, short(configurations(t, set)))
		})
	}
}

// short writes configurations without R: "- A AB".
func short(configurations []string) string {
	var out []string
	for _, c := range configurations {
		c = strings.ReplaceAll(strings.Replace(c, "R", "", 1), ",", "")
		if c == "" {
			c = "-"
		}
		out = append(out, c)
	}
	return strings.Join(sortedCopy(out), " ")
}

// TestConstraints holds what constraints mean, over three features that can each be there or not.
func TestConstraints(t *testing.T) {
	for constraint, want := range map[string]string{
		"A | B & C":                       "A AB ABC AC BC",
		"(A | B) & C":                     "ABC AC BC",
		"!A & B":                          "B BC",
		"!(A & B)":                        "- A AC B BC C",
		"A => B => C":                     "A ABC AC BC C", // (A => B) => C
		"A => (B => C)":                   "- A ABC AC B BC C",
		"A <=> B <=> C":                   "A ABC B C",
		"A & B => C | A":                  "- A AB ABC AC B BC C",
		"A => B <=> !A | B":               "- A AB ABC AC B BC C",
		"A.n > 2":                         "A AB ABC AC",
		"A.n >= 3 & B.n == 0":             "A AC", // 0 without B
		"A.n + B.n > 3":                   "AB ABC",
		"A.n - B.n - C.n == 0":            "- ABC", // 3 - 2 - 1
		"A.n - (B.n - C.n) == 2":          "ABC",
		"A.n + B.n * 2 == 7":              "AB ABC",
		"(A.n + B.n) * 2 == 10":           "AB ABC",
		"A.n / B.n == 1.5":                "AB ABC",
		"A.n / B.n != 1.5":                "B BC", // with B but without A it is 0; without B it is nothing
		"C.n / A.n * A.n == 1":            "ABC AC",
		"0 - A.n < -2.5":                  "A AB ABC AC",
		"A.n > -.5":                       "- A AB ABC AC B BC C",
		"sum(n) == 3":                     "A BC",
		"sum(n) - 3 == 0":                 "A BC",
		"avg(n) == 2":                     "ABC AC B",
		"avg(n) < 9":                      "A AB ABC AC B BC C", // nothing has no average
		"avg(zero) == 5":                  "AB ABC",             // 0 counts
		"sum(n, A) == 3":                  "A AB ABC AC",
		"floor(A.h) == 2 | ceil(B.h) > 0": "A AB ABC AC", // 2.5 and -0.5
		"floor(B.h) == -1":                "B AB BC ABC",
		"ceil(A.h) == 3 & C":              "AC ABC",
		"R.P.Q.V == 7":                    "- A AB ABC AC B BC C",
		"R.P.Q.V * A.n == 21":             "A AB ABC AC",
		"1 < 2":                           "- A AB ABC AC B BC C",
		"2 < 1":                           "",
		"A == A":                          "",
	} {
		t.Run(constraint, func(t *testing.T) {
			set, err := read("features\n\tR {P {name 'p', Q {V 7}}}\n\t\toptional\n\t\t\tA {n 3, zero 10, h 2.5}\n\t\t\tB {n 2, zero 0, h -0.5}\n\t\t\tBoolean C {n 1}\n" +
				"constraints\n\t" + constraint + "\n")
			if constraint == "A == A" { // conditions do not compare
				require.ErrorContains(t, err, "A is a feature and has no value")
				return
			}
			require.NoError(t, err)
			assert.Equal(t, strings.Join(sortedCopy(strings.Fields(want)), " "), short(configurations(t, set)))
		})
	}
}

// TestComposition holds how names and sums reach over files.
func TestComposition(t *testing.T) {
	set, err := uvl.Read(files(map[string]string{
		"": "imports\n\tparts.left\n\tparts.left as right\n\tunused\nfeatures\n\tR {n 1}\n\t\toptional\n\t\t\tparts.left.S {m 5}\n\t\t\t\tmandatory\n\t\t\t\t\tExtra {n 2}\n\t\t\tright.S\n" +
			"constraints\n\tparts.left.deep.D => right.deep.D\n\tsum(n) < 100\n\tparts.left.S.m == 5 | right.S.n == 10\n",
		"parts/left.uvl":      "imports\n\tmore.deep as deep\n\tmore.deep\nfeatures\n\tS {n 10}\n\t\toptional\n\t\t\tdeep.D\nconstraints\n\tsum(n) != 30\n\tdeep.D.n < 25\n",
		"parts/more/deep.uvl": "features\n\tD {n 20, constraint D => D}\n",
		"unused.uvl":          "features\n\tU\nconstraints\n\tU & !U\n",
	}), "m.uvl")
	require.NoError(t, err)
	var ids, codes []string
	for _, r := range set.All() {
		ids = append(ids, r.String()+" @ "+r.Place.String())
	}
	for o := range set.Catalog().Codes() {
		codes = append(codes, o)
	}
	assert.Equal(t, []string{
		`C1: "parts.left.deep.D" => "right.deep.D" @ m.uvl:13:2`,
		`C2: sum(n) < 100 @ m.uvl:14:2`,
		`C3: "parts.left.S".m == 5 | "right.S".n == 10 @ m.uvl:15:2`,
		`parts.left.C1: sum(n, "parts.left.S") != 30 @ parts/left.uvl:9:2`,
		`parts.left.C2: "parts.left.deep.D".n < 25 @ parts/left.uvl:10:2`,
		`parts.left.deep.C1: "parts.left.deep.D" => "parts.left.deep.D" @ parts/more/deep.uvl:2:22`,
		`right.C1: sum(n, "right.S") != 30 @ parts/left.uvl:9:2`,
		`right.C2: "right.deep.D".n < 25 @ parts/left.uvl:10:2`,
		`right.deep.C1: "right.deep.D" => "right.deep.D" @ parts/more/deep.uvl:2:22`,
	}, ids)
	assert.Equal(t, "R parts.left.S right.S parts.left.deep.D Extra right.deep.D R:root R:optional parts.left.S:optional parts.left.S:mandatory right.S:optional",
		strings.Join(codes, " "))
	// Left is absent, plain, or deep only if right is, too; with Extra its sum is 12 or 32. Right is never 30, so never deep.
	assert.Len(t, configurations(t, set), 3)
}
